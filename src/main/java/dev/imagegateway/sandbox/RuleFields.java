package dev.imagegateway.sandbox;

import dev.imagegateway.sandbox.SandboxProperties.ResponseProfile;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the fields of a rule. Headers contain them as text, so texts are parsed. */
final class RuleFields {

    private final ObjectNode json;

    RuleFields(ObjectNode json) {
        this.json = json;
    }

    void onlyKnows(Set<String> known, String what) {
        Set<String> unknown = new TreeSet<>(json.propertyNames());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new BadRule(what + " has no " + String.join(", ", unknown) + ". It takes "
                    + String.join(", ", new TreeSet<>(known)) + ".");
        }
    }

    @Nullable
    String text(String name) {
        JsonNode value = json.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isValueNode()) {
            throw new BadRule(name + " must be a single value, not " + value + ".");
        }
        return value.asString();
    }

    boolean bool(String name, boolean usual) {
        String text = text(name);
        if (text == null) {
            return usual;
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadRule(name + " must be true or false, not " + text + ".");
        };
    }

    int number(String name, int usual, int min, int max) {
        Integer number = number(name, min, max);
        return number == null ? usual : number;
    }

    @Nullable
    Integer number(String name, int min, int max) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // refused below with the same message
        }
        throw new BadRule(name + " must be a whole number from " + min + " to " + max + ", not " + text + ".");
    }

    String required(String name) {
        String text = text(name);
        if (text == null) {
            throw new BadRule(name + " is missing.");
        }
        return text;
    }

    Duration duration(String name, Duration usual) {
        String text = text(name);
        if (text == null) {
            return usual;
        }
        try {
            Duration duration = DurationStyle.detectAndParse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (IllegalArgumentException _) {
            // refused below with the same message
        }
        throw new BadRule(name + " must be a duration such as 500ms, 2s or PT2S, not " + text + ".");
    }

    @Nullable
    ResponseProfile profile(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        return Arrays.stream(ResponseProfile.values())
                .filter(profile -> label(profile).equals(text))
                .findFirst()
                .orElseThrow(() -> new BadRule(name + " must be one of "
                        + Arrays.stream(ResponseProfile.values())
                                .map(RuleFields::label)
                                .collect(Collectors.joining(", "))
                        + ", not " + text + "."));
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
