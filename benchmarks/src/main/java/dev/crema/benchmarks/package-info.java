/** What things cost: JMH benchmarks, one class per cost centre. */
package dev.crema.benchmarks;
