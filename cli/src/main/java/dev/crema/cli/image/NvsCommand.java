package dev.crema.cli.image;

import picocli.CommandLine.Command;

/** The parent of the commands for NVS partitions. */
@Command(name = "nvs", description = "Lists, creates and changes NVS partitions.", mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND", subcommands = {NvsListCommand.class, NvsCreateCommand.class, NvsSetCommand.class})
final class NvsCommand {
}
