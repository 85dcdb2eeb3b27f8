package dev.crema.constraints.oom;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a sweep has found so far.
 *
 * @param image what it is called
 * @param scene that was played
 * @param baseline the scene without a fault
 * @param findings in the order of the allocations
 * @param exact whether the played scene is the recorded one to the cycle
 */
record Report(String image, Scene scene, Baseline baseline, List<Result> findings, boolean exact) {
    /** So many functions tell one place from another. */
    static final int PATH = 3;

    /**
     * Findings that have place and outcome in common.
     *
     * @param path who asks for the memory, and who calls that
     * @param outcome what becomes of it
     * @param findings the first of which is the example
     */
    record Group(List<String> path, Outcome outcome, List<Result> findings) {
        Result example() {
            return findings.getFirst();
        }
    }

    /** The worst first; of one outcome in the order of their first allocations. */
    List<Group> groups() {
        Map<List<String>, Map<Outcome, List<Result>>> sorted = findings.stream().collect(Collectors.groupingBy(
                finding -> allocation(finding).site().path(PATH),
                Collectors.groupingBy(finding -> finding.verdict().outcome())));
        return sorted.entrySet().stream()
                .flatMap(site -> site.getValue().entrySet().stream()
                        .map(outcome -> new Group(site.getKey(), outcome.getKey(), outcome.getValue())))
                .sorted(Comparator.comparing(Group::outcome).thenComparing(group -> group.example().number())).toList();
    }

    /** The allocation that failed. */
    Candidate allocation(Result finding) {
        return baseline.candidates().get(finding.number());
    }

    /** How many bytes are asked for in a group, such as {@code 64} or {@code 64..4096}. */
    String sizes(Group group) {
        long least = group.findings().stream().mapToLong(finding -> allocation(finding).size()).min().orElse(0);
        long most = group.findings().stream().mapToLong(finding -> allocation(finding).size()).max().orElse(0);
        return least == most ? Long.toString(least) : least + ".." + most;
    }

    /** How often each outcome came. */
    Map<Outcome, Long> counts() {
        return findings.stream().collect(Collectors.groupingBy(finding -> finding.verdict().outcome(), TreeMap::new,
                Collectors.counting()));
    }

    /** What has to be known to judge the findings. */
    List<String> remarks() {
        int frames = scene.peer().frames().size();
        return List.of(
                frames == 0 ? "Nothing came to the guest from outside in this scene."
                        : ("The %d frames that came to the guest are a recording: whoever sent them does not react to what the "
                                + "guest does in a run with a fault, repeats nothing and asks nothing again.").formatted(frames),
                exact ? "Played without a fault, the scene is the recorded one to the cycle and to the byte of RAM."
                        : "Played without a fault, the scene reaches its end as when it was recorded, but not to the cycle.");
    }
}
