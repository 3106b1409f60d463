package dev.imagegateway.sandbox;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A fault that waits for a matching request. Guarded by its {@link FaultQueue}. */
final class FaultRule {

    private static final Set<String> FIELDS = Set.of("times", "skip", "promptContains", "keyPrefix");

    private final int id;
    private final ObjectNode json;
    private final Injection injection;
    private final @Nullable String promptContains;
    private final @Nullable String keyPrefix;
    private final @Nullable Integer times;
    private int skip;
    private int used;

    FaultRule(int id, ObjectNode json) {
        this.id = id;
        this.json = json;
        injection = InjectionReader.read(json, FIELDS);
        RuleFields fields = new RuleFields(json);
        promptContains = fields.text("promptContains");
        keyPrefix = fields.text("keyPrefix");
        times = fields.number("times", 1, Integer.MAX_VALUE);
        skip = fields.number("skip", 0, 0, Integer.MAX_VALUE);
        if (promptContains != null && beforeBody()) {
            throw new BadRule("close-before-body takes no promptContains: the prompt is not read.");
        }
    }

    int id() {
        return id;
    }

    Injection injection() {
        return injection;
    }

    boolean beforeBody() {
        return injection.fault() == ConnectionFault.CLOSE_BEFORE_BODY;
    }

    boolean isFor(@Nullable String prefix, @Nullable String prompt) {
        boolean key = keyPrefix == null || keyPrefix.equals(prefix);
        boolean words = promptContains == null
                || (prompt != null
                        && prompt.toLowerCase(Locale.ROOT).contains(promptContains.toLowerCase(Locale.ROOT)));
        return key && words;
    }

    /** Counts a matching request. Returns whether the fault applies to it. */
    boolean hits() {
        if (skip > 0) {
            skip--;
            return false;
        }
        used++;
        return true;
    }

    boolean isUsedUp() {
        return times != null && used >= times;
    }

    ObjectNode toJson() {
        ObjectNode shown = Json.object().put("id", id);
        shown.setAll(json);
        return shown.put("fault", injection.fault().label())
                .put("bills", injection.bills())
                .put("used", used);
    }
}
