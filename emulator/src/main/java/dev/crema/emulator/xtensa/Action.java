package dev.crema.emulator.xtensa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an instruction does, in one line: which kernel is given which terms, and where the result goes. The few forms that this
 * line can take are the only shapes in which operands meet semantics:
 *
 * <pre>
 * ar = add(as, at)               a kernel's value goes to a destination
 * fr = fs                        a term goes to a destination
 * pc = as                        a jump: the destination is the program counter
 * pc = imm if beq(as, at)        a conditional branch
 * mem32 = at                     a store
 * rsync(core)                    a kernel without a value
 * </pre>
 */
sealed interface Action {
    /** A value. */
    sealed interface Value permits TermValue, Call { }

    /** A term as it is. */
    record TermValue(Term term) implements Value { }

    /** A kernel and what it is given. */
    record Call(String kernel, List<Term> arguments) implements Value { }

    /** A value goes to a destination. */
    record Assign(Term destination, Value value) implements Action { }

    /** A kernel without a value. */
    record Do(Call call) implements Action { }

    /** A jump if a kernel says so. */
    record Branch(Term target, Call condition) implements Action { }

    /** Whether the action can set the program counter. */
    default boolean jumps() {
        return switch (this) {
            case Branch branch -> true;
            case Assign assign -> assign.destination() == Term.Named.PC;
            case Do call -> false;
        };
    }

    /** The access to memory that it makes, if it makes one. */
    default Optional<Term.Access> access() {
        return terms().filter(Term.Access.class::isInstance).map(Term.Access.class::cast).findFirst();
    }

    /** Whether it sets memory. */
    default boolean stores() {
        return this instanceof Assign assign && assign.destination() instanceof Term.Access;
    }

    /** All terms, the destination first. */
    default Stream<Term> terms() {
        return switch (this) {
            case Do(Call call) -> call.arguments().stream();
            case Branch(Term target, Call condition) -> Stream.concat(Stream.of(target), condition.arguments().stream());
            case Assign(Term destination, TermValue(Term term)) -> Stream.of(destination, term);
            case Assign(Term destination, Call call) -> Stream.concat(Stream.of(destination), call.arguments().stream());
        };
    }

    /** The action that a line says. */
    static Action of(String line) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            return new Do(call(line));
        }
        Term destination = Term.of(line.substring(0, equals).strip());
        String right = line.substring(equals + 1).strip();
        int condition = right.indexOf(" if ");
        if (condition >= 0) {
            return new Branch(Term.of(right.substring(0, condition)), call(right.substring(condition + 4)));
        }
        return new Assign(destination, right.indexOf('(') < 0 ? new TermValue(Term.of(right)) : call(right));
    }

    private static Call call(String text) {
        int open = text.indexOf('(');
        int close = text.indexOf(')', open);
        List<Term> arguments = new ArrayList<>();
        int at = open + 1;
        while (at < close) {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? close : comma;
            arguments.add(Term.of(text.substring(at, end).strip()));
            at = end + 1;
        }
        return new Call(text.substring(0, open).strip(), List.copyOf(arguments));
    }
}
