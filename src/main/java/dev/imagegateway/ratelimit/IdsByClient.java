package dev.imagegateway.ratelimit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ids of generations or of waiting callers of this process, by client. */
final class IdsByClient {

    private final Map<String, Set<String>> generations = new ConcurrentHashMap<>();

    /** Adds an id unless the limit is reached. */
    boolean tryEnter(String client, String id, int limit) {
        var entered = new boolean[1];
        generations.compute(client, (_, ids) -> {
            var some = ids == null ? new HashSet<String>() : ids;
            entered[0] = some.size() < limit && some.add(id);
            return some.isEmpty() ? null : some;
        });
        return entered[0];
    }

    void leave(String client, String id) {
        generations.computeIfPresent(client, (_, ids) -> {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
        });
    }

    boolean contains(String client, String id) {
        var found = new boolean[1];
        generations.computeIfPresent(client, (_, ids) -> {
            found[0] = ids.contains(id);
            return ids;
        });
        return found[0];
    }

    int count(String client) {
        var count = new int[1];
        generations.computeIfPresent(client, (_, ids) -> {
            count[0] = ids.size();
            return ids;
        });
        return count[0];
    }

    /** An action on a client's generations. */
    interface Each {
        void accept(String client, Collection<String> ids) throws StoreAwayException;
    }

    /** Calls the action for each client in turn. */
    void forEach(Each each) throws StoreAwayException {
        for (var client : generations.keySet()) {
            var copy = new ArrayList<String>();
            generations.computeIfPresent(client, (_, ids) -> {
                copy.addAll(ids);
                return ids;
            });
            if (!copy.isEmpty()) {
                each.accept(client, copy);
            }
        }
    }
}
