package dev.imagegateway.upstream;

import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.upstream.LargeAnswers.NoRoomException;
import dev.imagegateway.upstream.LargeAnswers.Turn;
import io.netty.channel.Channel;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A POST in flight and its time limits. The time that a response waits for the gateway does not count. */
final class Sending {

    private final CompletableFuture<AttemptOutcome> answer = new CompletableFuture<>();
    private final SendGuard guard = new SendGuard();
    private final long startedNanos = System.nanoTime();
    private final Turn turn;
    private final OutcomeClassifier classifier;
    private volatile @Nullable Channel channel;

    Sending(Turn turn, OutcomeClassifier classifier) {
        this.turn = turn;
        this.classifier = classifier;
    }

    CompletableFuture<AttemptOutcome> answer() {
        return answer;
    }

    Turn turn() {
        return turn;
    }

    /** Must be called before the first byte is written. Returns false if nothing may be written any more. */
    boolean beginOn(Channel connection) {
        channel = connection;
        return guard.begin();
    }

    void fail(Throwable failure) {
        answer.complete(classifier.ofFailure(failure, guard.hasBegun()));
    }

    /**
     * Gives up after the time limit.
     *
     * @param limit without the time that the response waits for the gateway
     * @param longest including that time
     * @param giveUp ends the exchange
     */
    void limit(Duration limit, Duration longest, Runnable giveUp) {
        var extended = limit.plus(turn.waited());
        var left = (extended.compareTo(longest) < 0 ? extended : longest).minusNanos(System.nanoTime() - startedNanos);
        if (left.isPositive()) {
            Deadline.unlessDone(answer, left, () -> limit(limit, longest, giveUp));
            return;
        }
        var reason = turn.isWaiting() ? new NoRoomException() : new TimeoutException();
        try {
            giveUp.run();
        } finally {
            // a response that has arrived meanwhile was billed as usual, so it takes precedence
            fail(reason);
        }
    }

    /** Waits for room. The upstream is not silent while it is not read, so its read timeout restarts afterwards. */
    Mono<Void> await(CompletableFuture<Void> room, Duration readTimeout) {
        if (room.isDone()) {
            return Mono.empty();
        }
        var connection = Objects.requireNonNull(channel);
        var silence = connection.pipeline().get(ReadTimeoutHandler.class);
        if (silence == null) {
            // the response was received completely
            return Mono.fromFuture(room, true);
        }
        var every = readTimeout.toMillis() / 2;
        var resets = connection
                .eventLoop()
                .scheduleAtFixedRate(silence::resetReadTimeout, every, every, TimeUnit.MILLISECONDS);
        return Mono.fromFuture(room, true).doFinally(_ -> {
            resets.cancel(false);
            connection.eventLoop().execute(silence::resetReadTimeout);
        });
    }
}
