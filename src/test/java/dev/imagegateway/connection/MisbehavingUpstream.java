package dev.imagegateway.connection;

import dev.imagegateway.support.RawUpstream;
import dev.imagegateway.support.RightAnswer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An upstream and image host on raw sockets that misbehaves towards one request, and answers every other rightly. */
final class MisbehavingUpstream implements AutoCloseable {

    private final RawUpstream server = new RawUpstream((_, socket) -> converse(socket));
    private final AtomicReference<@Nullable Scene> next = new AtomicReference<>();
    private final AtomicInteger ended = new AtomicInteger();

    /** One misbehaviour, towards the next request of a method. */
    static final class Scene {
        private final Misbehaviour misbehaviour;
        private final String method;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch secondAsked = new CountDownLatch(1);
        private final AtomicInteger requests = new AtomicInteger();

        private Scene(Misbehaviour misbehaviour, String method) {
            this.misbehaviour = misbehaviour;
            this.method = method;
        }

        boolean hasBegun() {
            return begun.getCount() == 0;
        }

        /** Of the method, read since the scene was set. */
        int requests() {
            return requests.get();
        }

        void secondHasAsked() {
            secondAsked.countDown();
        }
    }

    private volatile @Nullable Scene current;

    Scene plays(Misbehaviour misbehaviour, String method) {
        var scene = new Scene(misbehaviour, method);
        current = scene;
        next.set(scene);
        return scene;
    }

    private void converse(Socket socket) throws IOException {
        Thread later = null;
        while (true) {
            var request = server.read(socket);
            if (request.isEmpty()) {
                ended.incrementAndGet();
                return;
            }
            var answer = RightAnswer.to(request.get(), url().toString());
            var scene = current;
            if (scene == null || !request.get().is(scene.method)) {
                write(socket, answer.whole());
                continue;
            }
            scene.requests.incrementAndGet();
            if (next.compareAndSet(scene, null)) {
                write(socket, scene.misbehaviour.now().apply(answer));
                later = Thread.startVirtualThread(() -> goOn(socket, scene, answer));
                scene.begun.countDown();
            } else {
                join(later);
                write(socket, answer.whole());
            }
        }
    }

    private static void goOn(Socket socket, Scene scene, RightAnswer answer) {
        try {
            scene.secondAsked.await();
            write(socket, scene.misbehaviour.later().apply(answer));
            if (scene.misbehaviour.ends()) {
                socket.shutdownOutput();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            // the gateway has closed the connection, as it should
        }
    }

    private static void join(@Nullable Thread later) throws IOException {
        try {
            if (later != null) {
                later.join();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void write(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Connections that the gateway closed. */
    int ended() {
        return ended.get();
    }

    URI url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }
}
