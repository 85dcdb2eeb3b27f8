/** What surrounds a machine: its air, and the network behind the access points. */
package dev.crema.net;
