package dev.crema.firmware;

/**
 * What the user's firmware is, however it is started.
 *
 * @param image of an application, or of a program that the mask ROM loads by itself
 * @param room that it may take in flash, in bytes: its partition, or all there is from where it begins
 */
public record FlashProgram(EspImage image, int room) {
}
