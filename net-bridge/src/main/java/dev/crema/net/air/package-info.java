/** The air around one machine: the medium, access points, stations, and what goes wrong between them. */
package dev.crema.net.air;
