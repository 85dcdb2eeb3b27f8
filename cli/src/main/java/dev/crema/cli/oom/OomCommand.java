package dev.crema.cli.oom;

import dev.crema.cli.ExitCode;
import dev.crema.cli.GuestTime;
import dev.crema.cli.monitor.Screen;
import dev.crema.cli.run.GuestOptions;
import dev.crema.constraints.oom.Scene;
import dev.crema.constraints.oom.SceneRecorder;
import dev.crema.constraints.oom.Stage;
import dev.crema.constraints.oom.Sweep;
import dev.crema.constraints.oom.SweepException;
import dev.crema.constraints.oom.SweepFolder;
import dev.crema.net.dial.GuestException;
import dev.crema.net.iroh.DialException;
import dev.crema.net.iroh.Echo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crema oom}. */
@Command(name = "oom", description = {
    "Makes every allocation between two texts fail once, in forks of the machine, and tells what becomes of it.",
    "The image is run from one text on the console to the other with the world outside, once; from then on what came",
    "from there is a recording. Firmware that prints the ticket of an iroh endpoint is dialed in that run."},
        mixinStandardHelpOptions = true, sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:no allocation led to more than an error message", "1:some did, or one of the texts did not come",
            "2:the command line or a file cannot be used", "130:interrupted; the same command goes on with the sweep"})
public final class OomCommand implements Callable<Integer> {
    private static final long SHUTDOWN_SECONDS = 10;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Firmware with its ELF file, as crema run takes it.")
    private List<String> images = List.of();

    @Option(names = "--from", required = true, paramLabel = "TEXT", description = "Where the sweep begins.")
    private String from;

    @Option(names = "--until", required = true, paramLabel = "TEXT", description = "Where it ends.")
    private String until;

    @Option(names = "--report", paramLabel = "FOLDER", defaultValue = "oom-report", description = {
        "Keep the recording, the findings and the reports here (default: ${DEFAULT-VALUE}).",
        "A sweep that was interrupted goes on from there."})
    private Path report;

    @Option(names = "--again", description = "Begin anew, whatever is in the folder.")
    private boolean again;

    @Option(names = "--replay", paramLabel = "N",
            description = "Make the run of allocation N again, with its console, and tell whether it is the same to the cycle.")
    private Optional<Long> replay = Optional.empty();

    @Option(names = "--jobs", paramLabel = "N", description = "Threads (default: one for each processor).")
    private Optional<Integer> jobs = Optional.empty();

    @Option(names = "--settle", paramLabel = "TIME", converter = GuestTime.class, defaultValue = "500ms",
            description = "Guest time to tidy up in behind the end, before memory is compared (default: ${DEFAULT-VALUE}).")
    private Duration settling;

    @Option(names = "--limit", paramLabel = "TIME", converter = GuestTime.class, defaultValue = "60s", description = {
        "Guest time for either text to come, and for a run with a fault to come to its end (default: ${DEFAULT-VALUE})."})
    private Duration limit;

    @Option(names = "--alpn", paramLabel = "NAME", defaultValue = Echo.ALPN,
            description = "Protocol to ask an endpoint for (default: ${DEFAULT-VALUE}).")
    private String alpn;

    @Option(names = "--bytes", paramLabel = "N", defaultValue = "3000",
            description = "How much an endpoint has to echo (default: ${DEFAULT-VALUE}).")
    private int bytes;

    @Mixin
    private GuestOptions guestOptions;

    @Override
    public Integer call() throws DialException, GuestException, IOException {
        check(!from.isEmpty() && !until.isEmpty(), "The text for --from or --until is empty");
        check(jobs.isEmpty() || jobs.get() >= 1, "Take at least one thread for --jobs");
        check(bytes >= 0, "An endpoint cannot echo fewer than 0 bytes");
        check(limit.toSeconds() < 100_000 && settling.toSeconds() < 100_000, "--limit and --settle take a day at most");
        Screen screen = new Screen(System.err, System.err, false, line -> List.of());
        try {
            Stage stage = guestOptions.stage(images, screen);
            SweepFolder folder = new SweepFolder(report);
            Sweep sweep = new Sweep(scene(stage, folder, screen), stage, folder, limit);
            screen.flush();
            return replay.isPresent() ? replay(sweep, replay.get()) : sweep(sweep, folder);
        } finally {
            screen.flush();
        }
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private Scene scene(Stage stage, SweepFolder folder, Screen screen) throws DialException, GuestException, IOException {
        Scene.Marks marks = new Scene.Marks(from, until);
        Optional<Scene> kept = again ? Optional.empty() : folder.scene();
        if (kept.isPresent()) {
            if (!kept.get().marks().equals(marks)) {
                throw new SweepException("%s holds a sweep from \"%s\" until \"%s\": choose another folder with --report, or "
                        + "begin anew with --again.", folder.path(), kept.get().marks().from(), kept.get().marks().until());
            }
            return kept.get();
        }
        if (replay.isPresent()) {
            throw new SweepException("%s holds no sweep to replay a run of: make one first, without --replay.", folder.path());
        }
        SceneRecorder.Call call = new SceneRecorder.Call(alpn, bytes, limit);
        SceneRecorder recorder = new SceneRecorder(stage, call, limit, settling, screen::print);
        Scene scene = recorder.record(marks);
        folder.keep(scene);
        return scene;
    }

    private int replay(Sweep sweep, long number) {
        Sweep.Replay run = sweep.replay(number, System.out::write);
        System.out.flush();
        PrintWriter errors = spec.commandLine().getErr();
        String evidence = run.evidence().isEmpty() ? "" : ": " + run.evidence();
        errors.println("crema: Allocation " + number + ": " + run.outcome().text() + evidence + "; "
                + run.same().map(same -> same ? "the same run as in the sweep, to the cycle." : "not the run of the sweep.")
                        .orElse("the sweep has not come so far."));
        errors.flush();
        return run.outcome().isDefect() || !run.same().orElse(true) ? ExitCode.GUEST_FAILED : ExitCode.OK;
    }

    private int sweep(Sweep sweep, SweepFolder folder) {
        SweepBar bar = new SweepBar(System.err, System.console() != null && System.console().isTerminal(), sweep.done());
        CountDownLatch finished = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(sweep, finished)));
        try {
            boolean whole = sweep.run(jobs.orElse(Runtime.getRuntime().availableProcessors()), bar::at);
            PrintWriter errors = spec.commandLine().getErr();
            errors.println("crema: " + bar.end() + ".");
            errors.flush();
            PrintWriter out = spec.commandLine().getOut();
            sweep.table(image(), command() + " --replay").forEach(out::println);
            sweep.write(image(), command() + " --replay").forEach(file -> out.println("Written: " + file));
            out.flush();
            return whole ? sweep.hasDefects() ? ExitCode.GUEST_FAILED : ExitCode.OK : ExitCode.INTERRUPTED;
        } finally {
            finished.countDown();
        }
    }

    /** On a signal: the virtual machine waits for its shutdown hooks, and this one for what has been found to be kept. */
    private static void interrupt(Sweep sweep, CountDownLatch finished) {
        sweep.interrupt();
        try {
            finished.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was typed, for the shell; without what begins anew. */
    private String command() {
        return "crema " + spec.root().commandLine().getParseResult().originalArgs().stream()
                .filter(argument -> !argument.equals("--again"))
                .map(argument -> argument.matches("[\\w./=:+@%-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    /** The image without the folder that it lies in. */
    private String image() {
        Path path = Path.of(images.getLast().substring(images.getLast().indexOf('=') + 1)).getFileName();
        return path == null ? images.getLast() : path.toString();
    }
}
