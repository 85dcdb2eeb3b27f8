/** The end of TCP connections that faces the guest: RFC 9293, in virtual time, without any socket of the host. */
package dev.crema.net.usernet.tcp;
