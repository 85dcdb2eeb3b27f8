/** The descriptors of ESP-IDF: eventfds, open files, sockets; and why there are no more of them. */
package dev.crema.constraints.eventfd;
