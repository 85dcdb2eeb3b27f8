package dev.crema.constraints.eventfd;

import dev.crema.constraints.probe.FunctionCall;
import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.debug.Symbolizer;
import dev.crema.emulator.debug.Task;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineEvent;
import dev.crema.firmware.elf.Symbol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Sees who gets descriptors from ESP-IDF, and says in plain words why somebody gets none: eventfds ({@code vfs_eventfd.c}), files
 * ({@code vfs.c}) and sockets (lwIP's {@code sockets.c}). The guest cannot tell.
 */
public final class DescriptorWatch {
    private static final String REGISTER = "esp_vfs_eventfd_register";
    private static final String EVENTFD = "eventfd";
    /** The only flag that ESP-IDF knows, {@code EFD_SUPPORT_ISR}. */
    private static final int SUPPORT_ISR = 1 << 4;
    private static final int MOST_SOCKETS = 64;
    /** {@code fd_table_t}: flags, index of the VFS or -1, its own descriptor. */
    private static final int FILE_ENTRY = 3;
    private static final int FILE_VFS = 1;
    private static final int FREE = 0xff;

    private final Machine machine;
    private final Symbolizer symbols;
    private final OptionalInt limit;
    private final Consumer<String> remark;
    private final EventFdTable table;
    private final Map<Integer, Maker> makers = new HashMap<>();
    private int sockets;

    /** Who asked: the name of a task, and an instruction; its place is looked up only when somebody wants to know. */
    private record Maker(String task, int caller) { }

    private DescriptorWatch(FunctionProbes probes, OptionalInt limit, Consumer<String> remark) {
        this.machine = probes.machine();
        this.symbols = new Symbolizer(machine.elf().orElseThrow());
        this.limit = limit;
        this.remark = remark;
        this.table = new EventFdTable(machine);
        machine.onEvent(event -> {
            if (event instanceof MachineEvent.Reset) {
                makers.clear();
                sockets = 0;
            }
        });
    }

    /**
     * Watches a machine from now on.
     *
     * @param limit eventfds that there can be at most; empty for as many as the firmware wants
     * @param remark is told what goes wrong, in a line
     * @return empty if the image has no ELF file
     * @throws IllegalArgumentException if there is a limit, and the firmware has no eventfds
     */
    public static Optional<DescriptorWatch> of(FunctionProbes probes, OptionalInt limit, Consumer<String> remark) {
        boolean known = probes.machine().elf().filter(elf -> elf.symbols().address(REGISTER).isPresent()).isPresent();
        if (limit.isPresent() && !known) {
            throw new IllegalArgumentException("the firmware has no eventfds that are known (no function " + REGISTER
                    + " in its ELF file)");
        }
        return probes.machine().elf().map(elf -> {
            DescriptorWatch watch = new DescriptorWatch(probes, limit, remark);
            Map<String, Consumer<FunctionCall>> watchers = Map.of(REGISTER, watch::registers, EVENTFD, watch::asksForEvent,
                    "esp_vfs_open", watch::opens, "lwip_socket", watch::asksForSocket, "lwip_close", watch::closesSocket);
            watchers.forEach((name, watcher) -> elf.symbols().find(name).filter(symbol -> symbol.kind() == Symbol.Kind.FUNCTION)
                    .ifPresent(symbol -> probes.watch(symbol.address(), watcher)));
            return watch;
        });
    }

    // ---- eventfds ------------------------------------------------------------------------------------------------------

    /** Whether {@code esp_vfs_eventfd_register} has been called with success. */
    public boolean registered() {
        return table.registered();
    }

    /** How many eventfds there can be at once; 0 if there can be none. */
    public int maxFds() {
        return table.size();
    }

    /** The eventfds in use. */
    public List<EventFd> eventFds() {
        return table.used().stream().map(index -> {
            Optional<Maker> maker = Optional.ofNullable(makers.get(index));
            return new EventFd(index, maker.map(Maker::task).orElse(""), maker.map(this::place).orElse(""), table.counter(index),
                    table.waiting(index));
        }).toList();
    }

    private void registers(FunctionCall call) {
        call.onReturn(error -> {
            if (error == 0) {
                limit.ifPresent(table::shrink);
            } else {
                remark.accept("eventfd: esp_vfs_eventfd_register failed with 0x%x %s%s".formatted(error, by(maker(call)),
                        table.registered() ? ": it had been called before" : ""));
            }
        });
    }

    private void asksForEvent(FunctionCall call) {
        List<Integer> before = table.used();
        Maker who = maker(call);
        int flags = call.argument(1);
        call.onReturn(descriptor -> {
            if (descriptor >= 0) {
                table.used().stream().filter(index -> !before.contains(index)).forEach(index -> makers.put(index, who));
            } else {
                remark.accept("eventfd: eventfd() failed %s: %s".formatted(by(who), why(flags, before)));
                eventFds().forEach(each -> remark.accept("eventfd:   " + each));
            }
        });
    }

    private String why(int flags, List<Integer> before) {
        if ((flags & ~SUPPORT_ISR) != 0) {
            return "flags 0x%x are not known to ESP-IDF, which knows EFD_SUPPORT_ISR alone".formatted(flags);
        } else if (!table.registered()) {
            return "esp_vfs_eventfd_register has not been called";
        } else if (before.size() >= table.size()) {
            return "all %d are in use; give esp_vfs_eventfd_register a larger max_fds".formatted(table.size());
        }
        return "the VFS has no descriptor left" + openFiles().map(" of %d"::formatted).orElse("");
    }

    // ---- files and sockets ---------------------------------------------------------------------------------------------

    /** How many descriptors of the VFS are in use, files, devices, sockets and eventfds; empty if the table is not known. */
    public Optional<Integer> openFiles() {
        return machine.elf().flatMap(elf -> elf.symbols().find("s_fd_table")).filter(this::inMemory).map(fds -> {
            int open = 0;
            for (int at = fds.address(); at + FILE_ENTRY <= fds.address() + fds.size(); at += FILE_ENTRY) {
                open += machine.memory().read8(at + FILE_VFS) == FREE ? 0 : 1;
            }
            return open;
        });
    }

    private boolean inMemory(Symbol fds) {
        return fds.size() > 0 && fds.size() < 4096 && machine.memory().contains(fds.address())
                && machine.memory().contains(fds.address() + (int) fds.size() - 1);
    }

    private int fileTable() {
        return machine.elf().flatMap(elf -> elf.symbols().find("s_fd_table")).map(fds -> (int) fds.size() / FILE_ENTRY).orElse(0);
    }

    private void opens(FunctionCall call) {
        boolean full = openFiles().filter(open -> open >= fileTable()).isPresent();
        call.onReturn(descriptor -> {
            if (descriptor < 0 && full) {
                remark.accept("files: open() failed %s: all %d descriptors are in use".formatted(by(maker(call)), fileTable()));
            }
        });
    }

    private void asksForSocket(FunctionCall call) {
        call.onReturn(socket -> {
            if (socket >= 0) {
                sockets = Math.min(sockets + 1, MOST_SOCKETS);
            } else {
                remark.accept(("sockets: socket() failed %s: lwIP has no socket, no connection or no memory left; %d have been opened "
                        + "and not closed (CONFIG_LWIP_MAX_SOCKETS)").formatted(by(maker(call)), sockets));
            }
        });
    }

    private void closesSocket(FunctionCall call) {
        call.onReturn(error -> sockets = error == 0 ? Math.max(0, sockets - 1) : sockets);
    }

    // ---- who -----------------------------------------------------------------------------------------------------------

    private Maker maker(FunctionCall call) {
        String task = machine.tasks().stream().filter(each -> each.handle() == call.task()).map(Task::name).findFirst().orElse("");
        return new Maker(task, call.caller());
    }

    private String place(Maker maker) {
        return symbols.locate(maker.caller()).stream().findFirst().orElse("0x%08x".formatted(maker.caller()));
    }

    private String by(Maker maker) {
        return "in " + place(maker) + (maker.task().isEmpty() ? "" : ", task " + maker.task());
    }
}
