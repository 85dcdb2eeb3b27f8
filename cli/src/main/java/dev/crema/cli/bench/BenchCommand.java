package dev.crema.cli.bench;

import picocli.CommandLine.Command;

/** {@code crema bench}. */
@Command(name = "bench", description = "Measures what firmware does.", mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND", subcommands = HandshakeCommand.class)
public final class BenchCommand {
}
