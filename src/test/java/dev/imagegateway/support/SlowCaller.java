package dev.imagegateway.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/** A caller on a socket that sends a byte every 100 ms, so that there is never silence, and listens in between. */
public final class SlowCaller implements AutoCloseable {

    private static final int PACE_MILLIS = 100;

    /** Far more than any limit under test. */
    private static final Duration GIVES_UP_AFTER = Duration.ofSeconds(60);

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");

    private final Socket socket;

    public SlowCaller(Socket socket) {
        this.socket = socket;
    }

    /** Sends this at once. */
    public SlowCaller send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends these bytes, if any, over and over, one at a time, until the gateway closes the connection: what it said. */
    public String trickle(String bytes) {
        var heard = new ByteArrayOutputStream();
        var started = System.nanoTime();
        for (int sent = 0; isOpen(heard); sent++) {
            if (System.nanoTime() - started > GIVES_UP_AFTER.toNanos()) {
                throw new AssertionError("still open after " + GIVES_UP_AFTER + "; it said: " + heard);
            }
            if (bytes.isEmpty()) {
                continue;
            }
            try {
                socket.getOutputStream().write(bytes.charAt(sent % bytes.length()));
                socket.getOutputStream().flush();
            } catch (IOException _) {
                // it may have closed with something left to read, which is read next
            }
        }
        return heard.toString(StandardCharsets.UTF_8);
    }

    /** Listens for a moment. */
    private boolean isOpen(ByteArrayOutputStream heard) {
        try {
            socket.setSoTimeout(PACE_MILLIS);
            var piece = new byte[8192];
            var read = socket.getInputStream().read(piece);
            heard.write(piece, 0, Math.max(read, 0));
            return read >= 0;
        } catch (SocketTimeoutException _) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Reads one answer, by its length or to its last chunk, and leaves the connection open. */
    public String answer() {
        try {
            socket.setSoTimeout(60_000);
            var heard = new StringBuilder();
            while (!isWhole(heard)) {
                var next = socket.getInputStream().read();
                if (next < 0) {
                    throw new AssertionError("closed after " + heard);
                }
                heard.append((char) next);
            }
            return heard.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWhole(StringBuilder heard) {
        var head = heard.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        var length = LENGTH.matcher(heard);
        return length.find()
                ? heard.length() == head + 4 + Integer.parseInt(length.group(1))
                : heard.indexOf("\r\n0\r\n\r\n") > 0;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
