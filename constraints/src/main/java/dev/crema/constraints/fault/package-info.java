/** Requests for memory that fail because somebody wants them to: which ones, and how the guest's own failure path is entered. */
package dev.crema.constraints.fault;
