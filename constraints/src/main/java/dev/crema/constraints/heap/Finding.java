package dev.crema.constraints.heap;

import java.time.Duration;
import java.util.Optional;

/**
 * A defect in how a guest uses its heap, seen when it called the allocator.
 *
 * @param kind of defect
 * @param time of the guest since power-on
 * @param task that called the allocator; empty before there are tasks, or where that cannot be known
 * @param address that the call was about
 * @param site who called the allocator
 * @param block that is concerned, if there is one: freed twice, damaged, or pointed into
 * @param detail one sentence more
 */
public record Finding(Kind kind, Duration time, String task, int address, CallSite site, Optional<Allocation> block,
        String detail) {
    /** Kinds of defects. */
    public enum Kind {
        /** A block is given back that was given back before. */
        DOUBLE_FREE("double free"),
        /** Something is given back that never came from the heap. */
        FOREIGN_FREE("free of a foreign pointer"),
        /** What lies around a block is overwritten. */
        OVERRUN("overrun"),
        /** A region's structure is damaged. */
        DAMAGED_REGION("damaged heap");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /** For people, in one line. */
    public String sentence() {
        return "%s at %s%s: 0x%08x, %s; %s".formatted(kind.words(), Sizes.time(time), task.isEmpty() ? "" : " in task " + task,
                address,
                site.place(), detail);
    }
}
