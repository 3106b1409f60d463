package dev.imagegateway.ledger;

import dev.imagegateway.ledger.HoldDecision.AlreadyClaimed;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** What holds claim besides credits, within one transaction. Holds that claim nothing cost nothing here. */
final class Claiming {

    private final ClaimRows rows;
    private final EarlierTries tries;

    Claiming(JdbcTemplate jdbc) {
        this.rows = new ClaimRows(jdbc);
        this.tries = new EarlierTries(jdbc);
    }

    /** Claims all of it, or tells what answers the request instead. */
    Optional<AlreadyClaimed> claim(Hold hold, Instant at) {
        var claims = hold.claims();
        var key = claims.key();
        if (key != null) {
            var earlier = rows.take(key, hold.id(), at);
            if (earlier.isPresent()) {
                return earlier;
            }
        }
        if (claims.tries() != null && claims.adopts()) {
            var adopted = tries.adopt(hold.client().id(), hold.requestHash(), claims.tries(), at);
            if (adopted.isPresent() && !adopted.get().failed()) {
                return Optional.of(new AlreadyClaimed(Reuse.RETRY, adopted.get().generation(), true, false));
            }
        }
        var seeded = claims.seeded();
        if (seeded != null) {
            var earlier = rows.take(seeded, hold.id(), at);
            if (earlier.isPresent() && key != null) {
                // the caller's name stands for what answers it
                rows.move(key, hold.id(), earlier.get().generation());
            }
            return earlier;
        }
        return Optional.empty();
    }

    /** It is not to be held after all. */
    void giveBack(Hold hold) {
        hold.claims().named().forEach(claim -> rows.giveBack(claim, hold.id()));
    }
}
