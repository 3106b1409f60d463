package dev.imagegateway.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Bodies that combine valid values of several fields of a model: size, count, quality, references and all others. The
 * choice is the same in every run.
 */
final class MixedBodies {

    private static final int EACH = 14;
    private static final int SEED = 46;

    private MixedBodies() {}

    static Stream<String> of(ModelFacts variant) {
        var random = new Random(SEED);
        var values = values(variant);
        var ids = variant.ids();
        return Stream.iterate(0, i -> i < EACH, i -> i + 1).map(i -> {
            var chosen = new LinkedHashMap<String, String>();
            chosen.put("model", "\"" + ids.get(i % ids.size()) + "\"");
            chosen.put("prompt", "\"" + "A cat. ".repeat(1 + random.nextInt(50)) + "\"");
            values.forEach((field, all) -> {
                if (random.nextInt(3) > 0) {
                    chosen.put(field, all.get(random.nextInt(all.size())));
                }
            });
            return chosen.entrySet().stream()
                    .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        });
    }

    /** The valid values of each field that has some. */
    private static Map<String, List<String>> values(ModelFacts variant) {
        var values = new LinkedHashMap<String, List<String>>();
        for (var field : variant.fields().keySet()) {
            if (!List.of("prompt", "response_format", "test").contains(field)) {
                var valid = new ArrayList<>(variant.bodies(field)
                        .filter(body -> body.violation().isEmpty())
                        .map(ModelFacts.Body::value)
                        .toList());
                if (!valid.isEmpty()) {
                    values.put(field, valid);
                }
            }
        }
        return values;
    }
}
