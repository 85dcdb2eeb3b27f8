package dev.crema.constraints.fault;

/**
 * What some requests have in common, which shall fail. A fault may count or draw lots: it is for one run.
 *
 * @see FaultSpec
 */
@FunctionalInterface
interface Fault {
    /** Whether it strikes a request; asked once for each, in their order. */
    boolean strikes(Request request);
}
