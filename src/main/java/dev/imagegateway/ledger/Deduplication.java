package dev.imagegateway.ledger;

import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds the generation that answers a request, and makes the claims if there is none. The lookup before a hold and the
 * hold's own transaction use the same two methods. Without claims, neither runs a query.
 */
final class Deduplication {

    private final ClaimRows rows;
    private final EarlierTries tries;

    Deduplication(JdbcTemplate jdbc) {
        this.rows = new ClaimRows(jdbc);
        this.tries = new EarlierTries(jdbc);
    }

    /**
     * Looks for an earlier generation: by the caller's key, then as a retry, then by seed. A retry adopts the
     * generation of the earlier try, which is a write. Nothing else is written.
     */
    EarlierLookup find(RequestIdentity request, Claims claims, Instant at) {
        var key = claims.key() == null ? Optional.<EarlierClaim>empty() : rows.find(claims.key(), request.client(), at);
        if (key.isPresent()) {
            return new EarlierLookup.Found(key.get());
        }
        var adopted = claims.tries() != null && claims.mayAdopt()
                ? tries.adopt(request, claims.tries(), at)
                : Optional.<Adoption>empty();
        if (adopted.isPresent() && !adopted.get().failed()) {
            return new EarlierLookup.Found(new EarlierMatch(
                    MatchKind.RETRY,
                    adopted.get().generation(),
                    true,
                    adopted.get().done()));
        }
        var seeded = claims.seeded() == null
                ? Optional.<EarlierClaim>empty()
                : rows.find(claims.seeded(), request.client(), at);
        return seeded.<EarlierLookup>map(EarlierLookup.Found::new)
                .orElseGet(
                        () -> adopted.isPresent() ? new EarlierLookup.AfterFailedTry() : new EarlierLookup.NotFound());
    }

    /**
     * Makes all claims of a hold. If another generation has one of them, returns that generation and claims nothing.
     */
    Optional<EarlierClaim> take(HoldRequest request, Instant at) {
        for (var claim : request.claims().named()) {
            var earlier = rows.take(claim, request.id(), request.client().id(), at);
            if (earlier.isPresent()) {
                // two replicas met without a common account lock, which happens at the turn of a month
                request.claims().named().forEach(other -> rows.giveBack(other, request.id()));
                return earlier;
            }
        }
        return Optional.empty();
    }
}
