/**
 * The packets of the Internet protocols as values: each record takes one apart, checking lengths and checksums, and puts one
 * together. What does not parse is empty, never an exception.
 */
package dev.crema.net.usernet.packet;
