package dev.imagegateway.client;

import dev.imagegateway.model.Model;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.PatternMatchUtils;

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
                                .anyMatch(known -> PatternMatchUtils.simpleMatch(name, known)));
    }
}
