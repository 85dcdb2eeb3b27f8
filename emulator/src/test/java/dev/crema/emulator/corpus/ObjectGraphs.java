package dev.crema.emulator.corpus;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Compares all that can be reached from two objects, field by field, and names the places in which they differ. What an object of
 * another library holds is not looked into.
 */
final class ObjectGraphs {
    private static final String OURS = "dev.crema.";

    private record Pair(Object one, Object other, String path) { }

    private final Set<String> derived;
    private final Map<Object, Boolean> seen = new IdentityHashMap<>();
    private final Deque<Pair> open = new ArrayDeque<>();
    private final List<String> differences = new ArrayList<>();

    private ObjectGraphs(Set<String> derived) {
        this.derived = derived;
    }

    /**
     * The differences.
     *
     * @param derived fields that may differ, as {@code Class.field}
     */
    static List<String> differences(Object one, Object other, Set<String> derived) throws IllegalAccessException {
        ObjectGraphs graphs = new ObjectGraphs(derived);
        graphs.open.add(new Pair(one, other, one.getClass().getSimpleName()));
        while (!graphs.open.isEmpty()) {
            graphs.compare(graphs.open.remove());
        }
        return graphs.differences;
    }

    private void compare(Pair pair) throws IllegalAccessException {
        Object one = pair.one();
        Object other = pair.other();
        if (one == other) {
            return;
        }
        if (one == null || other == null) {
            differences.add(pair.path() + ": " + one + ", " + other);
        } else if (one instanceof Number || one instanceof Boolean || one instanceof Character || one instanceof CharSequence
                || one instanceof Enum<?> || one instanceof BitSet) {
            same(one, other, pair.path());
        } else if (seen.put(one, true) == null) {
            inside(one, other, pair.path());
        }
    }

    private void same(Object one, Object other, String path) {
        if (!Objects.equals(one, other)) {
            differences.add(path + ": " + one + ", " + other);
        }
    }

    private void inside(Object one, Object other, String path) throws IllegalAccessException {
        switch (one) {
            case Optional<?> optional -> open.add(new Pair(optional.orElse(null), ((Optional<?>) other).orElse(null), path));
            case Collection<?> all -> elements(all, (Collection<?>) other, path);
            case Map<?, ?> map -> {
                elements(map.keySet(), ((Map<?, ?>) other).keySet(), path + ".keys");
                elements(map.values(), ((Map<?, ?>) other).values(), path + ".values");
            }
            default -> {
                if (one.getClass().isArray()) {
                    array(one, other, path);
                } else if (one.getClass().getName().startsWith(OURS) && !one.getClass().isHidden()) {
                    same(one.getClass(), other.getClass(), path);
                    fields(one, other, path);
                }
            }
        }
    }

    private void elements(Collection<?> all, Collection<?> others, String path) {
        same(all.size(), others.size(), path + ".size");
        Iterator<?> other = others.iterator();
        int index = 0;
        for (Object each : all) {
            if (other.hasNext()) {
                open.add(new Pair(each, other.next(), path + "[" + index++ + "]"));
            }
        }
    }

    private void array(Object one, Object other, String path) {
        same(Array.getLength(one), Array.getLength(other), path + ".length");
        for (int i = 0; i < Math.min(Array.getLength(one), Array.getLength(other)); i++) {
            if (one.getClass().getComponentType().isPrimitive()) {
                same(Array.get(one, i), Array.get(other, i), path + "[" + i + "]");
            } else {
                open.add(new Pair(Array.get(one, i), Array.get(other, i), path + "[" + i + "]"));
            }
        }
    }

    private void fields(Object one, Object other, String path) throws IllegalAccessException {
        for (Class<?> type = one.getClass(); type.getName().startsWith(OURS); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                String name = type.getSimpleName() + "." + field.getName();
                if (!Modifier.isStatic(field.getModifiers()) && !derived.contains(name)) {
                    field.setAccessible(true);
                    open.add(new Pair(field.get(one), field.get(other), path + "." + field.getName()));
                }
            }
        }
    }
}
