/** Tests of firmware in JUnit 5. */
package dev.crema.constraints.junit;
