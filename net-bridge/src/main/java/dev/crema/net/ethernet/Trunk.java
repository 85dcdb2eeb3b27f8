package dev.crema.net.ethernet;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Joins a switch with those of other processes; when the one that listens goes, another takes its place. */
final class Trunk implements AutoCloseable {
    private final Meeting meeting;
    private final Switch here;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile Meeting.Role role;
    private volatile boolean closed;

    /**
     * Meets the others.
     *
     * @throws NetworkException if that is not possible
     */
    Trunk(Meeting meeting, Switch here) {
        this.meeting = meeting;
        this.here = here;
        role = meeting.join();
    }

    /** Whether this process was there first. */
    boolean isFirst() {
        return role instanceof Meeting.Role.First;
    }

    /** Begins to carry frames. */
    void start() {
        Thread.ofVirtual().name("crema-switch").start(this::run);
    }

    private void run() {
        while (!closed) {
            switch (role) {
                case Meeting.Role.First(ServerSocketChannel listener) -> listen(listener);
                case Meeting.Role.Later(SocketChannel connection) -> carry(connection);
            }
            rejoin();
        }
    }

    /** Meets the others again, unless this one is the one who goes. */
    private synchronized void rejoin() {
        try {
            if (!closed) {
                role = meeting.join();
            }
        } catch (NetworkException nowhere) {
            close();
        }
    }

    private void listen(ServerSocketChannel listener) {
        try {
            while (true) {
                SocketChannel connection = listener.accept();
                Thread.ofVirtual().name("crema-link").start(() -> carry(connection));
            }
        } catch (IOException closing) {
            // By close().
        }
    }

    private void carry(SocketChannel connection) {
        Link link = new Link(new FrameStream(connection));
        links.add(link);
        if (closed) {
            link.close();
        }
        here.carry(link);
        links.remove(link);
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (role instanceof Meeting.Role.First(ServerSocketChannel listener)) {
                meeting.leave(listener);
            }
        } catch (IOException e) {
            // It is of no use to anybody any more.
        }
        links.forEach(Link::close);
    }
}
