/** Frames of the air as files and lines. */
package dev.crema.net.air.capture;
