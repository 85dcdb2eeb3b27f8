/** Linux TAP devices, through Java's foreign function interface: no native code of ours. */
package dev.crema.net.tap;
