package dev.crema.net.ethernet;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where processes meet: the first to come listens there, the others connect to it. Beside a socket named by its path is a file of
 * the same name with ".lock" behind it, empty, which they lock to agree who listens next; it stays.
 */
final class Meeting {
    private static final int HIGHEST_PORT = 65_535;
    private static final int TRIES = 20;
    /** Locks of files are between processes only. */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final String option;
    private final SocketAddress address;

    /** How a process takes part. */
    sealed interface Role {
        /** It waits for others. */
        record First(ServerSocketChannel listener) implements Role { }

        /** It is connected with the one who waits. */
        record Later(SocketChannel connection) implements Role { }
    }

    /**
     * Reads where to meet: the path of a Unix domain socket, or HOST:PORT for TCP.
     *
     * @throws NetworkException if it is neither
     */
    Meeting(String option) {
        this.option = option;
        int colon = option.lastIndexOf(':');
        String port = option.substring(colon + 1);
        try {
            if (colon > 0 && port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= HIGHEST_PORT) {
                InetSocketAddress place = new InetSocketAddress(option.substring(0, colon), Integer.parseInt(port));
                if (place.isUnresolved()) {
                    throw new NetworkException("--switch %s cannot be used: there is no host %s; name another.", option,
                            place.getHostString());
                }
                address = place;
            } else if (!option.isEmpty()) {
                address = UnixDomainSocketAddress.of(option);
            } else {
                throw new InvalidPathException(option, "it is empty");
            }
        } catch (InvalidPathException e) {
            throw new NetworkException("--switch \"%s\" is neither the path of a socket nor HOST:PORT: %s.",
                    option, e.getReason());
        }
    }

    /**
     * Connects, or listens if nobody does.
     *
     * @throws NetworkException if neither works
     */
    Role join() {
        IOException last = new BindException("nobody listens, and nobody can");
        for (int i = 0; i < TRIES; i++) {
            try {
                return new Role.Later(connect());
            } catch (IOException nobodyThere) {
                last = nobodyThere;
            }
            try {
                return takeOver();
            } catch (BindException anotherWasFaster) {
                last = anotherWasFaster;
            } catch (IOException e) {
                throw impossible(e);
            }
        }
        throw impossible(last);
    }

    /**
     * Listens where nobody listened just now. At a path only one process does so at a time: a socket that was bound a moment ago
     * refuses connections as one that was left behind does, and must not be taken for it.
     */
    private Role takeOver() throws IOException {
        if (!(address instanceof UnixDomainSocketAddress unix) || isSomebodys(unix.getPath())) {
            return new Role.First(listen());
        }
        ONE_AT_A_TIME.lock();
        try (FileChannel lock = FileChannel.open(Path.of(unix.getPath() + ".lock"),
                StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            try {
                return new Role.Later(connect());
            } catch (ConnectException leftBehind) {
                Files.deleteIfExists(unix.getPath());
            } catch (IOException nothingThere) {
                // A place to listen at.
            }
            return new Role.First(listen());
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private NetworkException impossible(IOException e) {
        String reason = e instanceof NoSuchFileException ? "there is no such folder" : String.valueOf(e.getMessage());
        return new NetworkException("--switch %s cannot be used: %s; name another socket or port.", option, reason);
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(address);
    }

    private ServerSocketChannel listen() throws IOException {
        ServerSocketChannel listener = address instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
        try {
            return listener.bind(address);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    /** Whether there is something else than a socket. */
    private static boolean isSomebodys(Path path) {
        return Files.isRegularFile(path) || Files.isDirectory(path);
    }

    /** Stops listening. The path is free before the others can notice, for it may be theirs right after. */
    void leave(ServerSocketChannel listener) throws IOException {
        if (listener.isOpen()) {
            if (address instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
            }
            listener.close();
        }
    }
}
