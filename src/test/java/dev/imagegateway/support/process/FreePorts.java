package dev.imagegateway.support.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports for servers that come back on the same one after they were killed. */
public final class FreePorts {

    /** The kernel hands out ports from here on to outgoing connections, so they may be taken when a server returns. */
    private static final int END_OF_ALL = 32_768;

    /** Each test JVM of a build has a range of its own: a port is free between its choice and its use. */
    private static final int RANGE = 1_500;

    private static final int FIRST = 20_000 + RANGE * (fork() % 8);

    private static final int END = Math.min(FIRST + RANGE, END_OF_ALL);

    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(FIRST, END));

    private FreePorts() {}

    /** The number at the end of {@code test.fork}, such as {@code tests-3}; 1 outside of Maven. */
    private static int fork() {
        var name = System.getProperty("test.fork", "tests-1");
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    /** One that nobody listens on, and that this method has not given before. */
    public static int next() {
        for (int tries = FIRST; tries < END; tries++) {
            int port = NEXT.getAndUpdate(last -> last + 1 == END ? FIRST : last + 1);
            try (var _ = new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0"))) {
                return port;
            } catch (IOException taken) {
                // the next one, then
            }
        }
        throw new AssertionError("no free port from " + FIRST + " to " + (END - 1));
    }
}
