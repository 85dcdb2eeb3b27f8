package dev.crema.constraints.junit;

import org.opentest4j.AssertionFailedError;

/** The firmware did not come to where the tests begin. */
final class StartFailure extends AssertionFailedError {
    private static final long serialVersionUID = 1;

    private final transient Transcript transcript;

    StartFailure(Transcript transcript, AssertionError why) {
        super(transcript.tailAfter("The firmware did not come to startAt: " + why.getMessage()), why);
        this.transcript = transcript;
    }

    /** The same for another test, which has a stack of its own. */
    StartFailure forAnotherTest() {
        return new StartFailure(transcript, (AssertionError) getCause());
    }
}
