package dev.crema.cli;

import dev.crema.constraints.oom.SweepException;
import dev.crema.emulator.machine.SnapshotException;
import dev.crema.firmware.FirmwareException;
import dev.crema.net.dial.GuestException;
import dev.crema.net.ethernet.NetworkException;
import dev.crema.net.iroh.DialException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says what went wrong in one sentence on standard error, never in a stack trace. */
final class ErrorReporter implements IParameterExceptionHandler, IExecutionExceptionHandler {
    @Override
    public int handleParseException(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        String what = oneLine(mistake.getMessage()).replaceAll("[.]$", "");
        say(command, what + "; see " + command.getCommandSpec().qualifiedName() + " --help.");
        return ExitCode.BAD_INPUT;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return switch (failure) {
            case FirmwareException bad -> badInput(command, bad.getMessage());
            case NetworkException bad -> badInput(command, bad.getMessage());
            case SnapshotException bad -> badInput(command, bad.getMessage());
            case SweepException bad -> badInput(command, bad.getMessage());
            case DialException unanswered -> guestFailed(command, unanswered.getMessage());
            case GuestException silent -> guestFailed(command, silent.getMessage());
            case UncheckedIOException unchecked -> badInput(command, sentence(unchecked.getCause()));
            case IOException io -> badInput(command, sentence(io));
            default -> {
                say(command, "A defect of Crema itself, not of the firmware: " + describe(failure)
                        + "; please report it with the command line and the image.");
                yield ExitCode.DEFECT;
            }
        };
    }

    private static int guestFailed(CommandLine command, String sentence) {
        say(command, sentence);
        return ExitCode.GUEST_FAILED;
    }

    private static int badInput(CommandLine command, String sentence) {
        say(command, sentence);
        return ExitCode.BAD_INPUT;
    }

    private static String sentence(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "There is no file " + missing.getFile() + "; check the path.";
            case FileNotFoundException missing -> "Cannot open " + oneLine(missing.getMessage()) + "; check the path.";
            case AccessDeniedException denied -> "Access to " + denied.getFile() + " is denied; check its permissions.";
            case FileSystemException other -> "Cannot use " + other.getFile() + ": "
                    + (other.getReason() == null ? "the file system refuses" : other.getReason()) + ".";
            default -> "Input or output failed: " + oneLine(failure.getMessage()) + ".";
        };
    }

    /** Kind, message and place of a failure, which is what a report needs. */
    static String describe(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        String where = trace.length == 0 ? "" : " at " + trace[0];
        return failure.getClass().getSimpleName() + " (" + oneLine(failure.getMessage()) + ")" + where;
    }

    private static String oneLine(String message) {
        return message == null ? "no message" : message.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }

    private static void say(CommandLine command, String sentence) {
        command.getErr().println("crema: " + sentence);
        command.getErr().flush();
    }
}
