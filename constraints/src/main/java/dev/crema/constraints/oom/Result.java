package dev.crema.constraints.oom;

import dev.crema.emulator.state.State;
import java.nio.charset.StandardCharsets;

/**
 * What became of the failure of one request.
 *
 * @param number of the request, from 1
 * @param verdict what it is taken for
 * @param reached whether the second mark came
 * @param print of the machine at the end: a replay has the same
 */
record Result(long number, Verdict verdict, boolean reached, Fingerprint print) {
    static final Result BLANK = new Result(0, new Verdict(Outcome.HANDLED, ""), false, new Fingerprint(0, 0, 0, 0));

    /** Saves or restores it. */
    static Result visit(State state, Result each) {
        return new Result(state.value(each.number),
                new Verdict(state.value(each.verdict.outcome()), text(state, each.verdict.evidence())),
                state.value(each.reached), visit(state, each.print));
    }

    static Fingerprint visit(State state, Fingerprint print) {
        return new Fingerprint(state.value(print.tick()), state.value(print.instructions()), state.value(print.ram()),
                state.value(print.console()));
    }

    static String text(State state, String text) {
        return new String(state.array(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
