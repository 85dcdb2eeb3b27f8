/**
 * Three classes that stand in for those of the TLS library agent15, which Kwik calls by name and offers no other way to replace. They
 * have its signatures, so they belong to the version of agent15 that the build names.
 */
package tech.kwik.agent15.engine;
