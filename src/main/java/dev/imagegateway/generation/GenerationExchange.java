package dev.imagegateway.generation;

import dev.imagegateway.delivery.Base64Memory;
import dev.imagegateway.delivery.ImageDelivery;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.ledger.Reuse;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.ratelimit.GenerationLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** One request for images and its answer: finds or begins its generation, waits for it as long as is wished, and tells. */
@Component
final class GenerationExchange {

    /** For a result that is there already, and has only to be read. */
    private static final Duration READING = Duration.ofSeconds(5);

    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Admission admission;
    private final Waiting waiting;
    private final ImageDelivery delivery;
    private final Answers answers;
    private final GenerationLimits limits;
    private final Base64Memory memory;
    private final Duration responseTimeout;

    GenerationExchange(
            Admission admission,
            Waiting waiting,
            ImageDelivery delivery,
            Answers answers,
            GenerationLimits limits,
            Base64Memory memory,
            WaitingProperties properties) {
        this.admission = admission;
        this.waiting = waiting;
        this.delivery = delivery;
        this.answers = answers;
        this.limits = limits;
        this.memory = memory;
        this.responseTimeout = properties.responseTimeout();
    }

    /** What there is to answer with: the generation, and its end if that came in time. */
    private record Told(Admitted admitted, Optional<Ended> ended) {}

    /**
     * Answers a request.
     *
     * @return null where the answer is written already
     * @throws GatewayException whatever else there is to answer
     * @throws IOException when the caller hung up
     */
    @Nullable
    ResponseEntity<?> answer(Order order, HttpServletRequest http, HttpServletResponse response) throws IOException {
        var started = System.nanoTime();
        var told = wait(order, started, http, response);
        return told.ended().isPresent()
                ? answers.ended(order, told.admitted(), told.ended().get(), started, response)
                : answers.pending(order, told.admitted(), response);
    }

    private Told wait(Order order, long started, HttpServletRequest http, HttpServletResponse response) {
        var wait = order.preference().longest(responseTimeout);
        try (var _ = entered(order, http)) {
            var admitted = admission.admit(order, null, http, response);
            var found = isHit(admitted) ? read(admitted) : null;
            if (found != null && isGone(found, order.request().responseFormat())) {
                admitted = admission.admit(order, found.id(), http, response);
            }
            admitted = admission.named(order, admitted);
            answers.introduce(admitted, response);
            var deadline = Waiting.deadline(started, wait);
            var flight = admitted.flight();
            if (found != null && found.id().equals(admitted.id())) {
                return new Told(admitted, Optional.of(found));
            }
            if (flight == null) {
                return new Told(
                        admitted,
                        admitted.hadEnded() ? Optional.of(read(admitted)) : waiting.await(admitted.id(), deadline));
            }
            return new Told(admitted, order.isUnwaited() ? Optional.empty() : waiting.awaitOwn(flight, deadline));
        }
    }

    private GenerationLimits.Waiting entered(Order order, HttpServletRequest http) {
        try {
            var request = order.request();
            // also for who does not wait: an earlier request's images may be there already
            if (request.responseFormat() == ResponseFormat.B64_JSON) {
                memory.reserve(order.client().id(), request.imagesAsked());
            }
            return limits.await(order.client(), order.generation().id(), http);
        } catch (GatewayException refused) {
            admission.refusedUnseen(order);
            throw refused;
        }
    }

    /** What has ended needs no waiting, however short the caller's wait is. */
    private Ended read(Admitted admitted) {
        return waiting.await(admitted.id(), Waiting.deadline(System.nanoTime(), READING))
                .orElseThrow(() -> Problem.of(
                                ProblemType.LEDGER_UNAVAILABLE,
                                "An earlier request has paid for this answer, but the gateway's books do not tell it now;"
                                        + " try again later.")
                        .retryAfter(AGAIN)
                        .asException());
    }

    private static boolean isHit(Admitted admitted) {
        return admitted.by() == Reuse.SEEDED && admitted.hadEnded();
    }

    private boolean isGone(Ended ended, ResponseFormat format) {
        return ended.result() instanceof Succeeded succeeded && delivery.isGone(succeeded.images(), ended.at(), format);
    }
}
