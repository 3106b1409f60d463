package dev.imagegateway.ledger;

import dev.imagegateway.ledger.HoldDecision.AlreadyClaimed;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds and takes the deduplication claims of holds, within one transaction. A hold without claims costs no query. */
final class Claiming {

    private final ClaimRows rows;
    private final EarlierTries tries;

    Claiming(JdbcTemplate jdbc) {
        this.rows = new ClaimRows(jdbc);
        this.tries = new EarlierTries(jdbc);
    }

    /** What answers the request instead; only a retry's claim is made here, for it takes over what is there. */
    Optional<AlreadyClaimed> find(Hold hold, Instant at) {
        var claims = hold.claims();
        var key = claims.key();
        if (key != null) {
            var earlier = rows.find(key, at);
            if (earlier.isPresent()) {
                return earlier;
            }
        }
        if (claims.tries() != null && claims.adopts()) {
            var adopted = tries.adopt(EarlierTries.Asked.of(hold), claims.tries(), at);
            if (adopted.isPresent() && !adopted.get().failed()) {
                return Optional.of(new AlreadyClaimed(
                        MatchKind.RETRY,
                        adopted.get().generation(),
                        hold.client().id(),
                        true,
                        adopted.get().done()));
            }
        }
        return claims.seeded() == null ? Optional.empty() : rows.find(claims.seeded(), at);
    }

    /** Lets all of its names stand for it, once nothing else stands in its way; or tells who was faster. */
    Optional<AlreadyClaimed> take(Hold hold, Instant at) {
        for (var claim : hold.claims().named()) {
            var earlier = rows.take(claim, hold.id(), at);
            if (earlier.isPresent()) {
                // two replicas have met where no account keeps them apart: at the turn of a month
                hold.claims().named().forEach(other -> rows.giveBack(other, hold.id()));
                return earlier;
            }
        }
        return Optional.empty();
    }
}
