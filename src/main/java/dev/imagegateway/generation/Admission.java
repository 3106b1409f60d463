package dev.imagegateway.generation;

import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.generation.GenerationPipeline.Begun;
import dev.imagegateway.generation.GenerationPipeline.Found;
import dev.imagegateway.ledger.Claims;
import dev.imagegateway.ledger.HoldDecision.AlreadyClaimed;
import dev.imagegateway.ledger.MatchKind;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.ratelimit.GenerationLimits;
import dev.imagegateway.replay.EarlierGenerations;
import dev.imagegateway.replay.EarlierGenerations.LookupResult;
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

/** Finds the earlier generation that answers a request, or starts a new one. */
@Component
final class Admission {

    /** As long as a hold can take; whoever waited in vain then asks for itself. */
    private static final Duration EQUAL_REQUEST_TIMEOUT = Duration.ofSeconds(60);

    private final EarlierGenerations earlierGenerations;
    private final GenerationLimits limits;
    private final GenerationPipeline pipeline;

    /**
     * Requests that are about to be held, by what makes others equal to them: these wait for what becomes of it, instead
     * of taking places under their client's limits that they would give back.
     */
    private final Map<String, CompletableFuture<AlreadyClaimed>> ahead = new ConcurrentHashMap<>();

    Admission(EarlierGenerations earlierGenerations, GenerationLimits limits, GenerationPipeline pipeline) {
        this.earlierGenerations = earlierGenerations;
        this.limits = limits;
        this.pipeline = pipeline;
    }

    /**
     * The generation for an order.
     *
     * @param unservedGeneration a generation that is passed over, for its images are not served any more
     * @throws GatewayException what refuses it; nothing was sent for it then
     */
    GenerationHandle admit(
            AcceptedRequest accepted,
            @Nullable String unservedGeneration,
            HttpServletRequest http,
            HttpServletResponse response) {
        var lookup = earlierGenerations.look(accepted.asked(), unservedGeneration);
        if (lookup.earlier() != null) {
            return earlier(accepted, lookup.earlier(), lookup.claims());
        }
        try {
            var name = name(accepted, lookup.claims());
            return name == null
                    ? enter(accepted, lookup.claims(), http, response)
                    : enterAs(name, accepted, lookup, http, response);
        } catch (GatewayException e) {
            if (e.problem().mayBeRepeated()) {
                earlierGenerations.refused(accepted.asked(), lookup.isNew());
            }
            throw e;
        }
    }

    /** Lets the caller's own name for a request stand for what its seed has found. */
    GenerationHandle named(AcceptedRequest accepted, GenerationHandle found) {
        if (found.by() != MatchKind.SEEDED) {
            return found;
        }
        var owner = found.isSomebodyElses() ? "" : accepted.client().id();
        var earlier = earlierGenerations.named(
                new AlreadyClaimed(MatchKind.SEEDED, found.id(), owner, true, found.hadEnded()), accepted.asked());
        return earlier(accepted, earlier, found.isSeeded());
    }

    /** It was refused before anybody looked for what could answer it. */
    void refusedUnseen(AcceptedRequest accepted) {
        var asked = accepted.asked();
        if (asked.bodyHash() != null) {
            earlierGenerations.refusedUnseen(accepted.client(), asked.headers(), asked.bodyHash());
        }
    }

    private GenerationHandle enterAs(
            String name,
            AcceptedRequest accepted,
            LookupResult lookup,
            HttpServletRequest http,
            HttpServletResponse response) {
        var claims = lookup.claims();
        var mine = new CompletableFuture<AlreadyClaimed>();
        var first = ahead.putIfAbsent(name, mine);
        if (first != null) {
            var found = awaitEqualRequest(first);
            return found == null ? enter(accepted, claims, http, response) : earlier(accepted, found, claims);
        }
        try {
            var admitted = enter(accepted, claims, http, response);
            var owner = admitted.isSomebodyElses() ? "" : accepted.client().id();
            mine.complete(new AlreadyClaimed(by(claims), admitted.id(), owner, true, admitted.hadEnded()));
            return admitted;
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            ahead.remove(name, mine);
        }
    }

    private GenerationHandle enter(
            AcceptedRequest accepted, Claims claims, HttpServletRequest http, HttpServletResponse response) {
        var generation = accepted.generation();
        var slot = limits.enter(
                accepted.client(), generation.id(), accepted.request().imagesAsked(), http, response);
        // set before anything can go wrong: it is the caller's and the operator's common name for what happened
        response.setHeader("X-Generation-Id", generation.id());
        return switch (pipeline.begin(generation, claims, !accepted.isUnwaited(), slot)) {
            case Begun begun ->
                new GenerationHandle(generation.id(), begun.flight(), null, false, false, claims.seeded() != null);
            case Found found -> earlier(accepted, EarlierGenerations.checked(found.earlier()), claims);
        };
    }

    private static GenerationHandle earlier(AcceptedRequest accepted, AlreadyClaimed earlier, Claims claims) {
        return earlier(accepted, earlier, claims.seeded() != null);
    }

    private static GenerationHandle earlier(AcceptedRequest accepted, AlreadyClaimed earlier, boolean isSeeded) {
        return new GenerationHandle(
                earlier.generation(),
                null,
                earlier.by(),
                earlier.done(),
                !earlier.client().equals(accepted.client().id()),
                isSeeded);
    }

    /** What makes two requests one, of one client and for the same; null for a request that stands alone. */
    private static @Nullable String name(AcceptedRequest accepted, Claims claims) {
        var claim = claims.seeded() != null ? claims.seeded() : claims.key();
        return claim == null || claim.skipsLookup()
                ? null
                : String.join(" ", claim.kind().label(), accepted.client().id(), claim.name(), claim.requestHash());
    }

    private static MatchKind by(Claims claims) {
        return claims.seeded() != null
                ? MatchKind.SEEDED
                : Objects.requireNonNull(claims.key()).kind();
    }

    /** What became of the first; null if that took too long. */
    private static @Nullable AlreadyClaimed awaitEqualRequest(CompletableFuture<AlreadyClaimed> first) {
        try {
            return Deadline.await(first, EQUAL_REQUEST_TIMEOUT);
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
