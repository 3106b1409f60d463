package dev.imagegateway.support.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Passes connections on to a server, remembers what was sent there, can refuse some of it, and can go away and come back on
 * the same port.
 */
public final class TcpRelay implements AutoCloseable {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final int port = FreePorts.next();
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private volatile @Nullable ServerSocket listener;
    private volatile @Nullable Refusal refused;

    private TcpRelay(int target) {
        this.target = target;
    }

    public static TcpRelay to(int target) {
        var relay = new TcpRelay(target);
        relay.comeBack();
        return relay;
    }

    public int port() {
        return port;
    }

    /** Heads of the requests that were sent since the last {@link #forget}, in lower case, one line each header. */
    public List<String> requests() {
        String text;
        synchronized (sent) {
            text = sent.toString(StandardCharsets.ISO_8859_1);
        }
        return List.of(text.split("(?=(?:GET|PUT|HEAD|DELETE|POST) /[^ ]* HTTP/1.1\r\n)")).stream()
                .filter(head -> head.contains(" HTTP/1.1\r\n"))
                .map(head -> head.toLowerCase(Locale.ROOT))
                .toList();
    }

    public void forget() {
        synchronized (sent) {
            sent.reset();
        }
    }

    /** From now on, requests that begin so do not reach the server, and are refused as S3 does. */
    public void refuse(String beginning, int status, String code) {
        refused = new Refusal(beginning, status, code);
    }

    private record Refusal(String beginning, int status, String code) {

        private byte[] response() {
            var body = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>refused</Message></Error>";
            return ("HTTP/1.1 " + status + " Refused\r\nContent-Type: application/xml\r\nContent-Length: "
                            + body.length() + "\r\nConnection: close\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** Refuses connections, and closes those that are open. */
    public void goAway() {
        try {
            var accepting = listener;
            if (accepting != null) {
                accepting.close();
            }
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void comeBack() {
        try {
            var accepting = new ServerSocket();
            accepting.setReuseAddress(true);
            accepting.bind(new java.net.InetSocketAddress(LOOPBACK, port));
            listener = accepting;
            Thread.startVirtualThread(() -> accept(accepting));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket accepting) {
        while (!accepting.isClosed()) {
            try {
                var from = accepting.accept();
                var to = new Socket(LOOPBACK, target);
                open.add(from);
                open.add(to);
                Thread.startVirtualThread(() -> pass(from, to, true));
                Thread.startVirtualThread(() -> pass(to, from, false));
            } catch (IOException closed) {
                // gone away
            }
        }
    }

    private void pass(Socket from, Socket to, boolean isRemembered) {
        var buffer = new byte[8192];
        try (from;
                to) {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (isRemembered) {
                    synchronized (sent) {
                        sent.write(buffer, 0, read);
                    }
                    var refusal = refused;
                    if (refusal != null
                            && new String(buffer, 0, read, StandardCharsets.ISO_8859_1)
                                    .startsWith(refusal.beginning())) {
                        from.getOutputStream().write(refusal.response());
                        // the rest of its body
                        from.getInputStream().transferTo(OutputStream.nullOutputStream());
                        return;
                    }
                }
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException closed) {
            // by either side
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    @Override
    public void close() {
        goAway();
    }
}
