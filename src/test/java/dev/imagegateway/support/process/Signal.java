package dev.imagegateway.support.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a process can be told from outside. */
public enum Signal {
    /** Freezes it. Its connections stay open, and the kernel goes on accepting new ones for it. */
    STOP,
    /** Lets it go on. */
    CONT,
    /** Asks it to end. */
    TERM,
    /** Ends it at once. */
    KILL;

    private static final int SECONDS = 60;

    /**
     * Sends it to some processes; those that have ended are passed over.
     *
     * @throws AssertionError if one that still runs did not get it
     */
    public void send(ProcessHandle... processes) {
        send(List.of(processes));
    }

    /** Sends it to a process and to all that descend from it, newly born ones too; waits for the end of those killed. */
    public void sendTree(ProcessHandle root) {
        var tree = new HashSet<ProcessHandle>();
        // frozen first, it has no more children while they are looked for
        STOP.send(root);
        for (var found = Set.of(root); tree.addAll(found); ) {
            STOP.send(found);
            found = Stream.concat(Stream.of(root), root.descendants()).collect(Collectors.toSet());
        }
        if (this != STOP) {
            send(tree);
        }
        if (this == KILL) {
            await(tree);
        }
    }

    private void send(Iterable<ProcessHandle> processes) {
        for (var process : processes) {
            if (process.isAlive() && run(process.pid()) != 0 && process.isAlive()) {
                throw new AssertionError(process + " did not take " + this);
            }
        }
    }

    private int run(long pid) {
        try {
            return new ProcessBuilder("kill", "-" + name(), Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void await(Set<ProcessHandle> killed) {
        CompletableFuture.allOf(killed.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .orTimeout(SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
