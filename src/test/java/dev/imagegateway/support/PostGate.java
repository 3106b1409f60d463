package dev.imagegateway.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a server, passes on every byte, end and reset, and can hold POSTs until a test has done what has to be
 * done meanwhile: no time has to be long enough for it. It knows a connection by its first request.
 */
public final class PostGate implements AutoCloseable {

    private static final byte[] POST = "POST ".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final URI target;
    private final AtomicInteger posts = new AtomicInteger();
    private volatile CountDownLatch requests = new CountDownLatch(0);
    private volatile CountDownLatch answers = new CountDownLatch(0);

    public PostGate(URI target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Makes a gateway ask the server through this. */
    public String setting() {
        return "--gateway.upstream.base-url=" + url();
    }

    /** From now on no POST reaches the server; counts from 0. */
    public void hold() {
        posts.set(0);
        requests = new CountDownLatch(1);
    }

    /** From now on POSTs reach the server, and its answers reach nobody; counts from 0. */
    public void holdAnswers() {
        posts.set(0);
        answers = new CountDownLatch(1);
    }

    /** Passes on all that was held, and whatever comes. */
    public void letGo() {
        requests.countDown();
        answers.countDown();
    }

    /** POSTs that came since the last hold, held or not. */
    public int posts() {
        return posts.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var caller = server.accept();
                Thread.ofVirtual().start(() -> pass(caller));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void pass(Socket caller) {
        try (caller) {
            var start = caller.getInputStream().readNBytes(POST.length);
            var isPost = new String(start, StandardCharsets.US_ASCII).equals("POST ");
            // both of one moment, before anybody can see that it came
            var held = requests;
            var heldAnswers = answers;
            if (isPost) {
                posts.incrementAndGet();
                held.await();
            }
            try (var called = new Socket(InetAddress.getLoopbackAddress(), target.getPort())) {
                called.getOutputStream().write(start);
                var asking = Thread.ofVirtual().start(() -> passOn(caller, called));
                if (isPost) {
                    heldAnswers.await();
                }
                passOn(called, caller);
                asking.interrupt();
            }
        } catch (IOException _) {
            // one of the two hung up
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void passOn(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            reset(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // it is closed already
        }
    }

    @Override
    public void close() {
        letGo();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
