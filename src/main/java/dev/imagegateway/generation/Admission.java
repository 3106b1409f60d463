package dev.imagegateway.generation;

import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.generation.GenerationPipeline.Begun;
import dev.imagegateway.generation.GenerationPipeline.Found;
import dev.imagegateway.ledger.Claims;
import dev.imagegateway.ledger.HoldDecision.AlreadyClaimed;
import dev.imagegateway.ledger.Reuse;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.ratelimit.GenerationLimits;
import dev.imagegateway.replay.Replays;
import dev.imagegateway.replay.Replays.Sight;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the generation that answers a request, or begins one. */
@Component
final class Admission {

    /** As long as a hold can take; whoever waited in vain then asks for itself. */
    private static final Duration BEHIND = Duration.ofSeconds(60);

    private final Replays replays;
    private final GenerationLimits limits;
    private final GenerationPipeline pipeline;

    /**
     * Requests that are about to be held, by what makes others equal to them: these wait for what becomes of it, instead
     * of taking places under their client's limits that they would give back.
     */
    private final Map<String, CompletableFuture<AlreadyClaimed>> ahead = new ConcurrentHashMap<>();

    Admission(Replays replays, GenerationLimits limits, GenerationPipeline pipeline) {
        this.replays = replays;
        this.limits = limits;
        this.pipeline = pipeline;
    }

    /**
     * The generation for an order.
     *
     * @param gone a generation that is passed over, for its images are not served any more
     * @throws GatewayException what refuses it; nothing was sent for it then
     */
    Admitted admit(Order order, @Nullable String gone, HttpServletRequest http, HttpServletResponse response) {
        var sight = replays.look(order.asked(), gone);
        if (sight.earlier() != null) {
            return earlier(order, sight.earlier(), sight.claims());
        }
        try {
            var name = name(order, sight.claims());
            return name == null
                    ? enter(order, sight.claims(), http, response)
                    : enterAs(name, order, sight, http, response);
        } catch (GatewayException e) {
            if (e.problem().mayBeRepeated()) {
                replays.refused(order.asked(), sight.isNew());
            }
            throw e;
        }
    }

    /** Lets the caller's own name for a request stand for what its seed has found. */
    Admitted named(Order order, Admitted found) {
        if (found.by() != Reuse.SEEDED) {
            return found;
        }
        var owner = found.isSomebodyElses() ? "" : order.client().id();
        var earlier = replays.named(
                new AlreadyClaimed(Reuse.SEEDED, found.id(), owner, true, found.hadEnded()), order.asked());
        return earlier(order, earlier, found.isSeeded());
    }

    /** It was refused before anybody looked for what could answer it. */
    void refusedUnseen(Order order) {
        var asked = order.asked();
        if (asked.bodyHash() != null) {
            replays.refusedUnseen(order.client(), asked.headers(), asked.bodyHash());
        }
    }

    private Admitted enterAs(
            String name, Order order, Sight sight, HttpServletRequest http, HttpServletResponse response) {
        var claims = sight.claims();
        var mine = new CompletableFuture<AlreadyClaimed>();
        var first = ahead.putIfAbsent(name, mine);
        if (first != null) {
            var found = behind(first);
            return found == null ? enter(order, claims, http, response) : earlier(order, found, claims);
        }
        try {
            var admitted = enter(order, claims, http, response);
            var owner = admitted.isSomebodyElses() ? "" : order.client().id();
            mine.complete(new AlreadyClaimed(by(claims), admitted.id(), owner, true, admitted.hadEnded()));
            return admitted;
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            ahead.remove(name, mine);
        }
    }

    private Admitted enter(Order order, Claims claims, HttpServletRequest http, HttpServletResponse response) {
        var generation = order.generation();
        var slot = limits.enter(order.client(), generation.id(), order.request().imagesAsked(), http, response);
        // set before anything can go wrong: it is the caller's and the operator's common name for what happened
        response.setHeader("X-Generation-Id", generation.id());
        return switch (pipeline.begin(generation, claims, !order.isUnwaited(), slot)) {
            case Begun begun ->
                new Admitted(generation.id(), begun.flight(), null, false, false, claims.seeded() != null);
            case Found found -> earlier(order, Replays.checked(found.earlier()), claims);
        };
    }

    private static Admitted earlier(Order order, AlreadyClaimed earlier, Claims claims) {
        return earlier(order, earlier, claims.seeded() != null);
    }

    private static Admitted earlier(Order order, AlreadyClaimed earlier, boolean isSeeded) {
        return new Admitted(
                earlier.generation(),
                null,
                earlier.by(),
                earlier.done(),
                !earlier.client().equals(order.client().id()),
                isSeeded);
    }

    /** What makes two requests one, of one client and for the same; null for a request that stands alone. */
    private static @Nullable String name(Order order, Claims claims) {
        var claim = claims.seeded() != null ? claims.seeded() : claims.key();
        return claim == null || claim.anew()
                ? null
                : String.join(" ", claim.kind().label(), order.client().id(), claim.name(), claim.requestHash());
    }

    private static Reuse by(Claims claims) {
        return claims.seeded() != null
                ? Reuse.SEEDED
                : Objects.requireNonNull(claims.key()).kind();
    }

    /** What became of the first; null if that took too long. */
    private static @Nullable AlreadyClaimed behind(CompletableFuture<AlreadyClaimed> first) {
        try {
            return Deadline.await(first, BEHIND);
        } catch (TimeoutException _) {
            return null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GatewayException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("an equal request failed before anything was sent", e.getCause());
        }
    }
}
