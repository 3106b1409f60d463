package dev.imagegateway.sandbox;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules in the order in which they were set. The first matching rule applies. Used-up rules are removed. */
final class FaultQueue {

    private final List<FaultRule> rules = new ArrayList<>();
    private int lastId;

    synchronized ObjectNode add(ObjectNode json) {
        FaultRule rule = new FaultRule(lastId + 1, json);
        lastId++;
        rules.add(rule);
        return rule.toJson();
    }

    /**
     * Called before the body is read. Matches only a rule that needs no body, and only if no other rule comes first.
     */
    synchronized @Nullable Injection takeBeforeBody(@Nullable String keyPrefix) {
        for (FaultRule rule : rules) {
            if (rule.isFor(keyPrefix, null)) {
                return rule.beforeBody() ? hit(rule) : null;
            }
        }
        return null;
    }

    /** Called for a request that would succeed. */
    synchronized @Nullable Injection take(String keyPrefix, String prompt) {
        for (FaultRule rule : rules) {
            if (!rule.beforeBody() && rule.isFor(keyPrefix, prompt)) {
                Injection injection = hit(rule);
                if (injection != null) {
                    return injection;
                }
            }
        }
        return null;
    }

    synchronized ArrayNode toJson() {
        ArrayNode json = Json.array();
        rules.forEach(rule -> json.add(rule.toJson()));
        return json;
    }

    synchronized boolean remove(int id) {
        return rules.removeIf(rule -> rule.id() == id);
    }

    synchronized void clear() {
        rules.clear();
    }

    private @Nullable Injection hit(FaultRule rule) {
        Injection injection = rule.hits() ? rule.injection() : null;
        if (rule.isUsedUp()) {
            rules.remove(rule);
        }
        return injection;
    }
}
