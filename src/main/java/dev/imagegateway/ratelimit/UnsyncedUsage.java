package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import dev.imagegateway.client.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Usage that Valkey does not know yet: tokens that this process allowed locally, and generations that ended. */
final class UnsyncedUsage {

    private final Map<Bucket, Debt> debts = new ConcurrentHashMap<>();
    private final Queue<EndedGeneration> ended = new ConcurrentLinkedQueue<>();

    private record Bucket(String client, Limit limit) {}

    private record Debt(Limits limits, long tokens, long sinceNanos) {

        Debt plus(Limits now, long more) {
            return new Debt(now, tokens + more, sinceNanos);
        }
    }

    private record EndedGeneration(String client, String id) {}

    /** Adds tokens that were allowed or, if negative, returned. */
    void allowed(Client client, Limit limit, int tokens) {
        debts.merge(
                new Bucket(client.id(), limit),
                new Debt(client.limits(), tokens, System.nanoTime()),
                (before, more) -> before.plus(more.limits, more.tokens));
    }

    void ended(String client, String id) {
        ended.add(new EndedGeneration(client, id));
    }

    /** Reports the usage to Valkey. What fails is kept for the next call. */
    void sync(ValkeyLimits valkey, LastKnown lastKnown) throws StoreAwayException {
        for (var bucket : List.copyOf(debts.keySet())) {
            var debt = debts.remove(bucket);
            if (debt == null || debt.tokens <= 0) {
                continue;
            }
            try {
                var since = Duration.ofNanos(System.nanoTime() - debt.sinceNanos);
                var left = valkey.makeUp(bucket.client, debt.limits, bucket.limit, debt.tokens, since);
                lastKnown.note(bucket.client, bucket.limit, left);
            } catch (StoreAwayException e) {
                debts.merge(bucket, debt, (newer, older) -> older.plus(newer.limits, newer.tokens));
                throw e;
            }
        }
        for (var place = ended.peek(); place != null; place = ended.peek()) {
            valkey.ended(place.client, place.id);
            ended.remove(place);
        }
    }
}
