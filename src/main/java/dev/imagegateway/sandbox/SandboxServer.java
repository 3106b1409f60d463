package dev.imagegateway.sandbox;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * The simulated AIML API as an HTTP server. Keeps everything in memory and loses it when it stops.
 *
 * <p>Each request runs on its own virtual thread. A caller that disconnects does not stop it: as far as is known, the
 * vendor finishes and bills such requests.
 */
public final class SandboxServer implements AutoCloseable {

    private static final Duration STOP_WITHIN = Duration.ofSeconds(3);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final LoopResources loops = LoopResources.create("sandbox", 2, true);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Transport transport = new Transport(threads);
    private final DisposableServer server;
    /** Needs the port, which is known only after the server accepts requests. */
    private final CompletableFuture<Router> router = new CompletableFuture<>();

    private SandboxServer(SandboxProperties settings, InstantSource clock) {
        SandboxState state = new SandboxState(settings, clock);
        try {
            server = HttpServer.create()
                    .host(settings.host())
                    .port(settings.port())
                    .idleTimeout(settings.idleTimeout())
                    .runOn(loops)
                    .channelGroup(connections)
                    .handle(this::serve)
                    .bindNow();
        } catch (ChannelBindException taken) {
            threads.shutdownNow();
            loops.disposeLater(Duration.ZERO, STOP_WITHIN).subscribe();
            throw new IllegalStateException(
                    "The sandbox can't listen on " + settings.host() + ":" + settings.port()
                            + ". Another process may use that port: choose another by sandbox.port.",
                    taken);
        }
        URI shown = settings.publicUrl() == null ? baseUrl() : settings.publicUrl();
        router.complete(new Router(state, new AnswerBodies(shown.toString().replaceAll("/$", ""), state.album())));
    }

    /**
     * Starts a server. Returns when it listens.
     *
     * @throws IllegalStateException if the port is in use
     */
    public static SandboxServer start(SandboxProperties settings) {
        return start(settings, InstantSource.system());
    }

    static SandboxServer start(SandboxProperties settings, InstantSource clock) {
        return new SandboxServer(settings, clock);
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** The URL for clients on this machine, such as {@code http://127.0.0.1:8089}, without a trailing slash. */
    public URI baseUrl() {
        String host = server.host().replaceAll("^(0\\.0\\.0\\.0|[0:]+)$", "127.0.0.1");
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
    }

    /** Stops at once. Running generations are interrupted and not billed, and connections are closed. */
    @Override
    public void close() {
        threads.shutdownNow();
        connections.close().awaitUninterruptibly(STOP_WITHIN.toMillis());
        server.disposeNow(STOP_WITHIN);
        loops.disposeLater(Duration.ZERO, STOP_WITHIN).block(STOP_WITHIN);
    }

    private Publisher<Void> serve(HttpServerRequest request, HttpServerResponse response) {
        Call head = new Call(request.method().name(), request.uri(), request.requestHeaders(), "");
        if (router.join().closesBeforeBody(head)) {
            return transport.send(response, Reply.empty(200).over(new Wire.Close()));
        }
        return request.receive()
                .aggregate()
                .asString()
                .defaultIfEmpty("")
                .flatMap(body -> Mono.fromFuture(answer(head.withBody(body)), true))
                .flatMap(reply -> Mono.from(transport.send(response, reply)));
    }

    private CompletableFuture<Reply> answer(Call call) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                reply.complete(router.join().answer(call));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                reply.completeExceptionally(stopped);
            } catch (RuntimeException defect) {
                reply.completeExceptionally(defect);
            }
        });
        return reply;
    }
}
