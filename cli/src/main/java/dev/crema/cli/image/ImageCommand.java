package dev.crema.cli.image;

import picocli.CommandLine.Command;

/** The parent of the commands that work on files only. */
@Command(
        name = "image",
        description = "Looks into firmware images and makes them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {InfoCommand.class, SizeCommand.class, MergeCommand.class, Elf2ImageCommand.class,
            PartitionTableCommand.class, NvsCommand.class})
public final class ImageCommand {
}
