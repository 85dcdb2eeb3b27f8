package dev.crema.constraints.oom;

import dev.crema.constraints.fault.FailurePoint;
import dev.crema.constraints.heap.Allocation;
import dev.crema.constraints.heap.CallSite;
import dev.crema.constraints.heap.Finding;
import dev.crema.emulator.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One run of a scene in which one request fails. */
final class Trial {
    /** What a firmware says after it has begun to say that it crashed comes within this. */
    private static final long LAST_WORDS = 100 * Clock.TICKS_PER_MILLISECOND;
    /** Who does not rest for so much longer than the run without a fault does not come to an end. */
    private static final long SPINNING = 500 * Clock.TICKS_PER_MILLISECOND;
    /** So often the question is asked that takes a while to answer. */
    private static final long GLANCE = 20 * Take.STEP;

    private final Scene scene;
    private final Baseline baseline;
    private final long limit;
    private final Take take;
    private Observation.End end;
    private String reason = "";
    private long crashed = Clock.NEVER;
    private int read;
    private long calmSince = Clock.NEVER;

    /**
     * A trial that begins where another take is, in which the request has yet to come.
     *
     * @param limit ticks after the recorded end at which it is over
     * @param number of the request that fails
     */
    Trial(Scene scene, Take parent, Baseline baseline, long limit, long number) {
        this.scene = scene;
        this.baseline = baseline;
        this.limit = limit;
        take = parent.fork();
        new FailurePoint(take.truth(), attempt -> attempt.index() == number);
    }

    /** The take, to be watched. */
    Take take() {
        return take;
    }

    /** Runs to the end. */
    Observation run() {
        Busyness busyness = new Busyness(take.machine());
        while (end == null) {
            take.step();
            look(busyness.afterStep());
        }
        return new Observation(end, reason, take.transcript().text(), excess(), defects(), take.print());
    }

    /** What the run without a fault gave back, of the same size and from the same site. */
    private List<Allocation> excess() {
        record Kind(CallSite site, long size) { }
        Map<Kind, Integer> expected = new HashMap<>();
        baseline.live().forEach(block -> expected.merge(new Kind(block.site(), block.size()), 1, Integer::sum));
        return take.live().stream()
                .filter(block -> expected.merge(new Kind(block.site(), block.size()), -1, Integer::sum) < 0).toList();
    }

    private List<Finding> defects() {
        Set<String> known = baseline.defects().stream().map(Finding::detail).collect(Collectors.toSet());
        return take.truth().heap().findings().stream().filter(finding -> !known.contains(finding.detail())).toList();
    }

    private void look(long busy) {
        long now = take.machine().clock().now();
        long reached = take.transcript().reached();
        lookForCrash(now);
        if (take.stopped().isPresent()) {
            end(Observation.End.STOPPED, take.stopped().get());
        } else if (take.reset().isPresent()) {
            end(Observation.End.RESET, take.reset().get().toString());
        } else if (crashed != Clock.NEVER && now >= crashed + LAST_WORDS) {
            end(Observation.End.CRASHED, "");
        } else if (reached != Clock.NEVER && crashed == Clock.NEVER && now >= settled(reached)) {
            end(Observation.End.REACHED, "");
        } else if (busy > baseline.longestBusy() + SPINNING) {
            end(Observation.End.SPINNING, "");
        } else if (reached == Clock.NEVER && isCalm(now)) {
            end(Observation.End.CALM, "");
        } else if (now >= scene.recorded().endTick() + limit) {
            end(Observation.End.WAITING, "");
        }
    }

    private void end(Observation.End how, String why) {
        end = how;
        reason = why;
    }

    private long settled(long reached) {
        return reached + scene.recorded().settling();
    }

    /** Whether nothing comes from the peer any more, and for a while nothing was kept that the run without a fault gave back. */
    private boolean isCalm(long now) {
        if (scene.peer().frames().isEmpty() || now < scene.peer().frames().getLast().tick()) {
            return false;
        }
        if (now % GLANCE == 0) {
            boolean calm = excess().isEmpty();
            calmSince = calm ? Math.min(calmSince, now) : Clock.NEVER;
        }
        return calmSince != Clock.NEVER && now - calmSince >= scene.recorded().settling();
    }

    private void lookForCrash(long now) {
        if (crashed == Clock.NEVER) {
            String lines = take.transcript().linesFrom(read);
            read += lines.length();
            if (!lines.isEmpty() && baseline.said().beyond(lines).stream().anyMatch(Said::isCrash)) {
                crashed = now;
            }
        }
    }
}
