package dev.imagegateway.support.process;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A real Redis, or Valkey, which is the same to a client: in a container where a Docker engine answers, else as a
 * process. It keeps everything in memory and nothing beyond a {@link #kill}.
 *
 * <p>It ends with the JVM if nobody stops it earlier. {@code -Dredis=container} or {@code -Dredis=embedded} chooses one of
 * the two, and {@code -Dredis.image} the container's image.
 */
public sealed interface RedisServer extends AutoCloseable permits RedisContainer, RedisProcess {

    /** High in entropy, so that one can look for it in what tests left behind. */
    String PASSWORD = "rd-Y8kTn3WqZ6vXc2RmJ9pLf5BhGs7DeU4a";

    /** Starts one that lets everybody in. */
    static RedisServer start() {
        return started("");
    }

    /** Starts one that lets in who knows {@link #PASSWORD}. */
    static RedisServer startWithPassword() {
        return started(PASSWORD);
    }

    private static RedisServer started(String password) {
        var server = switch (Chosen.KIND) {
            case CONTAINER -> RedisContainer.start(password);
            case EMBEDDED -> RedisProcess.start(password);
        };
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        server.awaitAnswer();
        return server;
    }

    /** The same as long as it lives, through kills too. */
    int port();

    /** Empty if it needs none. */
    String password();

    /** Where it is, as clients have it, with its password if it needs one. */
    default String url() {
        return "redis://" + (password().isEmpty() ? "" : ":" + password() + "@") + "127.0.0.1:" + port();
    }

    /** Freezes it. Connections stay open and new ones are accepted, but nothing is answered. */
    void pause();

    /** Lets it go on. */
    void resume();

    /** Ends it at once (SIGKILL). */
    void kill();

    /** Starts it again after {@link #kill}, empty, on the same port; returns once it answers. */
    void restart();

    /** All that it has logged. */
    String log();

    /** Stops it, whatever state it is in. */
    @Override
    void close();

    /** Forgets every key. */
    default void flush() {
        var reply = call("FLUSHALL");
        if (!reply.equals("+OK")) {
            throw new AssertionError(reply);
        }
    }

    /**
     * Sends one command on a connection of its own.
     *
     * @return the first line of the reply, as it is on the wire
     * @throws UncheckedIOException if it does not answer within two seconds
     */
    default String call(String command) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 2_000);
            socket.setSoTimeout(2_000);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            if (!password().isEmpty()) {
                line(socket, in, "AUTH " + password());
            }
            return line(socket, in, command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Socket socket, BufferedReader in, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        var line = in.readLine();
        if (line == null) {
            throw new IOException("it hung up");
        }
        return line;
    }

    /** Waits until it answers. */
    default void awaitAnswer() {
        try {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptions()
                    .until(() -> call("PING").equals("+PONG"));
        } catch (RuntimeException e) {
            throw new AssertionError("Redis does not answer:\n" + log(), e);
        }
    }

    /** Looked for once, and only in a run that needs one. */
    final class Chosen {

        private static final ServerKind KIND = ServerKind.chosen("redis", RedisContainer.IMAGE);

        private Chosen() {}
    }
}
