package dev.imagegateway.deadline;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Schedulers for work in the background. Their threads are daemons, and platform threads: SQLite's native calls would pin
 * a virtual thread's carrier. To stop one, call {@code shutdownNow()}.
 */
public final class DaemonSchedulers {

    private DaemonSchedulers() {}

    /** A scheduler with one thread of this name. */
    public static ScheduledExecutorService single(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    /** A scheduler with several threads, of this name and a number from 0 on. */
    public static ScheduledExecutorService several(int threads, String name) {
        return Executors.newScheduledThreadPool(
                threads, Thread.ofPlatform().name(name, 0).daemon().factory());
    }
}
