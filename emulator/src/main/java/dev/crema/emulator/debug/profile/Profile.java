package dev.crema.emulator.debug.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a guest spent its cycles. Nothing is sampled: each cycle in which a core executed something is in exactly one node, so every
 * table made of it adds up to the total. Which function a cycle belongs to is certain; who called the function is followed by calls,
 * returns and stack pointers, and starts anew where a guest does something else with its stack.
 *
 * @param root the whole, which calls what is called by nobody known
 * @param named whether functions have names, rather than addresses only
 */
public record Profile(ProfileNode root, boolean named) {
    /** Cycles in all. */
    public long cycles() {
        return root.total();
    }

    /** Instructions in all. */
    public long instructions() {
        return functions().stream().mapToLong(Cost::instructions).sum();
    }

    /** What each function took itself, the most expensive first. */
    public List<Cost> functions() {
        Map<String, Cost> costs = new HashMap<>();
        addFunctions(root, costs);
        return costs.values().stream().filter(cost -> cost.cycles() > 0)
                .sorted(Comparator.comparingLong(Cost::cycles).reversed().thenComparing(Cost::name)).toList();
    }

    private static void addFunctions(ProfileNode node, Map<String, Cost> costs) {
        add(costs, node.function(), node);
        node.calls().forEach(call -> addFunctions(call, costs));
    }

    private static void add(Map<String, Cost> costs, String name, ProfileNode node) {
        costs.merge(name, new Cost(name, node.instructions(), node.cycles()), (a, b) ->
                new Cost(name, a.instructions() + b.instructions(), a.cycles() + b.cycles()));
    }

    /**
     * What groups of functions took, in their order, then the rest. A group {@linkplain CodeGroup#withCallees with its callees} takes
     * all below the outermost function of such a group; of what remains, a function belongs to the first group that has it.
     */
    public List<Cost> groups(List<CodeGroup> groups, String rest) {
        Map<String, Cost> costs = new LinkedHashMap<>();
        groups.forEach(group -> costs.put(group.name(), new Cost(group.name(), 0, 0)));
        costs.put(rest, new Cost(rest, 0, 0));
        addGroups(root, groups, rest, Optional.empty(), costs);
        return new ArrayList<>(costs.values());
    }

    private static void addGroups(ProfileNode node, List<CodeGroup> groups, String rest, Optional<CodeGroup> outer,
            Map<String, Cost> costs) {
        Optional<CodeGroup> enclosing = outer.or(() -> groups.stream()
                .filter(group -> group.withCallees() && group.has(node.function())).findFirst());
        String name = enclosing.or(() -> groups.stream().filter(group -> group.has(node.function())).findFirst())
                .map(CodeGroup::name).orElse(rest);
        add(costs, name, node);
        node.calls().forEach(call -> addGroups(call, groups, rest, enclosing, costs));
    }
}
