package dev.crema.firmware;

/**
 * An application in flash.
 *
 * @param offset where its image begins
 * @param image the image
 * @param partition the partition it lies in
 */
public record FlashApp(int offset, EspImage image, Partition partition) {
}
