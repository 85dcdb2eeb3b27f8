package dev.crema.constraints.junit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Boards that have been booted to where tests begin: one for all tests of a class with equal settings. Used by many threads. */
final class Starts implements AutoCloseable {
    private final Map<Esp32Settings, Start> starts = new ConcurrentHashMap<>();
    private final Esp32Settings settings;

    /**
     * No board yet.
     *
     * @param settings where a test says nothing else
     */
    Starts(Esp32Settings settings) {
        this.settings = settings;
    }

    Esp32Settings settings() {
        return settings;
    }

    /** A board of its own for a test, at the beginning of the test. */
    PoweredBoard board(Esp32Settings wanted) {
        return wanted.startAt().isEmpty() ? PoweredBoard.of(wanted)
                : starts.computeIfAbsent(wanted.withoutForwards(), Start::new).fork(wanted);
    }

    @Override
    public void close() {
        starts.values().forEach(Start::close);
    }

    private static final class Start implements AutoCloseable {
        private final Esp32Settings settings;
        private Optional<PoweredBoard> board = Optional.empty();
        private Optional<StartFailure> failure = Optional.empty();

        Start(Esp32Settings settings) {
            this.settings = settings;
        }

        synchronized PoweredBoard fork(Esp32Settings forks) {
            if (failure.isPresent()) {
                throw failure.get().forAnotherTest();
            }
            if (board.isEmpty()) {
                board = Optional.of(boot());
            }
            return board.get().fork(forks);
        }

        private PoweredBoard boot() {
            PoweredBoard booting = PoweredBoard.of(settings);
            try {
                return booting.atStart();
            } catch (AssertionError e) {
                failure = Optional.of(new StartFailure(Transcript.of(booting), e));
                throw failure.get();
            } finally {
                if (failure.isPresent()) {
                    booting.close();
                }
            }
        }

        @Override
        public synchronized void close() {
            board.ifPresent(PoweredBoard::close);
        }
    }
}
