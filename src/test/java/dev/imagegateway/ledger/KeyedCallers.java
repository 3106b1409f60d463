package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Call;
import dev.imagegateway.support.NamedRequest;
import dev.imagegateway.support.RunningGateway;
import dev.imagegateway.support.Sandbox;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Callers who want one image after another, each with an {@code Idempotency-Key} of its own, and who ask for each until
 * they have it or are told that it is lost, whatever they hear of it until then.
 */
final class KeyedCallers implements AutoCloseable {

    /** So that the machine's time goes to the gateway and not to refusals. */
    private static final int PAUSE_MILLIS = 100;

    private static final int PATIENCE_SECONDS = 120;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicLong asked = new AtomicLong();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final RunningGateway gateway;
    private final List<CompletableFuture<Void>> callers;

    /** The last word on an image. */
    private record Told(NamedRequest request, Answer answer) {

        private boolean isImage() {
            return answer.status() == 200;
        }
    }

    private KeyedCallers(int callers, RunningGateway gateway) {
        this.gateway = gateway;
        this.callers = IntStream.range(0, callers)
                .mapToObj(caller -> CompletableFuture.runAsync(() -> want(caller), Thread::startVirtualThread))
                .toList();
    }

    static KeyedCallers start(int callers, RunningGateway gateway) {
        return new KeyedCallers(callers, gateway);
    }

    /** How many they have so far. */
    long images() {
        return told.stream().filter(Told::isImage).count();
    }

    /** Lets each of them ask on for the image that it wants just now, and for no other. */
    @Override
    public void close() {
        stopping.countDown();
        CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private void want(int caller) {
        for (int number = 0; stopping.getCount() > 0; number++) {
            var request = NamedRequest.of("image " + caller + " " + number);
            var answer = ask(request);
            while (answer == null) {
                pause();
                answer = ask(request);
            }
            told.add(new Told(request, answer));
        }
    }

    /** The last word, if this is it; all else says, or lets one guess, that to ask again is right. */
    private @Nullable Answer ask(NamedRequest request) {
        asked.incrementAndGet();
        return gateway.callUnkept(request.to(gateway).build()) instanceof Call.Answered(Answer answer)
                        && (answer.status() == 200 || answer.status() == 410)
                ? answer
                : null;
    }

    /** An image was billed to its key once, and so was what is lost; of what else was sent nothing was billed. */
    void eachWasBilledOnce(Sandbox sandbox) {
        var billed = sandbox.posts().stream()
                .filter(post -> post.path("credits").longValue() > 0)
                .collect(Collectors.groupingBy(Sandbox::promptOf, Collectors.counting()));
        assertThat(billed)
                .containsExactlyInAnyOrderEntriesOf(told.stream()
                        .collect(Collectors.toMap(it -> it.request().prompt(), _ -> 1L)));
    }

    void eachIsToldTheSameAgain(RunningGateway gateway) {
        assertThat(told).allSatisfy(it -> {
            var again = gateway.send(it.request().to(gateway));
            assertThat(again.status()).isEqualTo(it.answer().status());
            assertThat(again.json().path("data")).isEqualTo(it.answer().json().path("data"));
            assertThat(again.header("X-Generation-Id")).isEqualTo(it.answer().header("X-Generation-Id"));
            assertThat(again.header("X-Credits-Used")).isEqualTo("0");
        });
    }

    @Override
    public String toString() {
        return told.size() + " keys, asked " + asked + " times, " + images() + " images, " + (told.size() - images())
                + " lost";
    }

    private static void pause() {
        try {
            // nobody counts down: a gateway that is away says nothing that could be waited for
            new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
