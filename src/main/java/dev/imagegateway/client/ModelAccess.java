package dev.imagegateway.client;

import dev.imagegateway.model.Model;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The models that a client may use.
 *
 * @param names ids, aliases, families and patterns with {@code *}; null for all models
 */
public record ModelAccess(@Nullable List<String> names) {

    /** All models. */
    public static final ModelAccess ALL = new ModelAccess(null);

    /** Whether a model may be used. */
    public boolean allows(Model model) {
        return names == null
                || names.stream()
                        .anyMatch(name -> Stream.concat(Stream.of(model.id(), model.family()), model.aliases().stream())
                                .anyMatch(known -> matches(name, known)));
    }

    /** Whether a name is one of the model's, or matches one. */
    private static boolean matches(String pattern, String name) {
        if (pattern.indexOf('*') < 0) {
            return pattern.equals(name);
        }
        var parts = pattern.split("\\*", -1);
        if (!name.startsWith(parts[0]) || name.length() < pattern.length() - parts.length + 1) {
            return false;
        }
        var at = parts[0].length();
        for (int i = 1; i < parts.length - 1; i++) {
            var found = name.indexOf(parts[i], at);
            if (found < 0) {
                return false;
            }
            at = found + parts[i].length();
        }
        var last = parts[parts.length - 1];
        return name.endsWith(last) && name.length() - last.length() >= at;
    }
}
