package dev.imagegateway.model;

import dev.imagegateway.schema.Rule;
import dev.imagegateway.schema.Schema;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model, as its document describes it.
 *
 * @param id its canonical id, which is sent upstream and used in the ledger, in metrics and for limits
 * @param aliases further ids of the same model
 * @param name its name for people
 * @param vendor who made it
 * @param family the product family, by which clients can be given access
 * @param published when it was published; null if not known
 * @param revision the operator's version of it. After a change, seeds no longer match earlier images.
 * @param lifecycle how long it is available
 * @param pricing its price by the document; null if none is known
 * @param parameters by name, in the order in which they are sent
 * @param openAi how OpenAI's fields map to its parameters
 * @param referenceNames the parameters that carry reference images
 */
public record Model(
        String id,
        List<String> aliases,
        String name,
        String vendor,
        String family,
        @Nullable LocalDate published,
        String revision,
        Lifecycle lifecycle,
        @Nullable Pricing pricing,
        Map<String, Parameter> parameters,
        OpenAi openAi,
        List<String> referenceNames) {

    static final String PROMPT = "prompt";
    static final String SEED = "seed";

    /**
     * How OpenAI's fields map to parameters.
     *
     * @param count the parameter for {@code n}; null if the model makes one image
     * @param size the mapping of {@code size}; null if there is none
     */
    record OpenAi(@Nullable String count, @Nullable Size size) {

        static final OpenAi NONE = new OpenAi(null, null);

        /**
         * The mapping of {@code size}.
         *
         * @param parameter the parameter that takes the size
         * @param values its values by OpenAI's {@code size}; null if it takes named sizes and dimensions
         */
        record Size(String parameter, @Nullable Map<String, String> values) {}
    }

    /** Its id and its aliases. */
    List<String> names() {
        return Stream.concat(Stream.of(id), aliases.stream()).toList();
    }

    /** Returns the rule of each parameter that is a single value, and of the members of a size. */
    public Map<String, Rule> rules() {
        var rules = new LinkedHashMap<String, Rule>();
        parameters.forEach((parameter, known) -> {
            switch (known.schema()) {
                case Schema.Single single -> rules.put(parameter, single.rule());
                case Schema.NameOrMembers size ->
                    size.members().properties().forEach((side, schema) -> {
                        if (schema instanceof Schema.Single single) {
                            rules.put(side, single.rule());
                        }
                    });
                default -> {
                    // lists and objects have no single rule
                }
            }
        });
        return rules;
    }

    /** Returns the dimensions of the named sizes that it takes. */
    public Map<String, PixelSize> presets() {
        var presets = new LinkedHashMap<String, PixelSize>();
        for (var parameter : parameters.values()) {
            if (parameter.schema() instanceof Schema.NameOrMembers size) {
                size.names()
                        .forEach(named -> SizePreset.named(String.valueOf(named))
                                .ifPresent(preset -> presets.put(preset.wireName(), preset.pixels())));
            }
        }
        return presets;
    }

    /** The greatest number of images of one request. */
    public int maxImages() {
        var count = openAi.count() == null ? null : parameters.get(openAi.count());
        var most = count == null ? null : count.schema().allowed().get("maximum");
        return most instanceof Long images ? images.intValue() : 1;
    }
}
