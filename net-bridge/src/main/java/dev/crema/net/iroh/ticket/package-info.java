/** Who an iroh endpoint is and where it can be found: keys, ids and tickets, as text and as bytes. */
package dev.crema.net.iroh.ticket;
