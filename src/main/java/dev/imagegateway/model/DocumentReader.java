package dev.imagegateway.model;

import dev.imagegateway.model.Model.OpenAi;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads a model document and reports what is wrong with it. */
final class DocumentReader {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}");
    private static final Pattern FAMILY = Pattern.compile("[a-z0-9][a-z0-9.-]{0,49}");
    private static final Pattern PARAMETER = Pattern.compile("[a-z][a-z0-9_]{0,49}");

    /** Fields of the gateway's own, which a model cannot have. */
    private static final List<String> RESERVED =
            List.of("model", "response_format", "user", "stream", "partial_images");

    private DocumentReader() {}

    /**
     * Parses a document.
     *
     * @throws InvalidDocumentException if it is not YAML or has an unknown key
     */
    static ModelDocument parse(byte[] content) {
        try {
            var document = YAML.readValue(content, ModelDocument.class);
            if (document == null
                    || document.id() == null
                    || !ID.matcher(document.id()).matches()) {
                throw new InvalidDocumentException("id must be 1 to 100 of letters, digits, '.', '_', '-' and '/'");
            }
            return document;
        } catch (DatabindException e) {
            var path = String.join(
                    ".",
                    e.getPath().stream()
                            .map(step -> step.getPropertyName() == null
                                    ? String.valueOf(step.getIndex())
                                    : step.getPropertyName())
                            .toList());
            throw new InvalidDocumentException((path.isEmpty() ? "" : path + ": ") + firstLine(e));
        } catch (JacksonException e) {
            throw new InvalidDocumentException("is not valid YAML: " + firstLine(e));
        }
    }

    private static String firstLine(JacksonException e) {
        var at = e.getLocation();
        var text = Objects.requireNonNullElse(e.getOriginalMessage(), "")
                .lines()
                .findFirst()
                .orElse("");
        return at == null ? text : text + " (line " + at.getLineNr() + ")";
    }

    /**
     * Creates the model of a document.
     *
     * @param base the model whose parameters it shares; null if it has its own
     * @throws InvalidDocumentException if it contradicts itself
     */
    static Model model(ModelDocument document, @Nullable Model base) {
        var id = Objects.requireNonNull(document.id());
        var lifecycle = Objects.requireNonNullElse(document.lifecycle(), Lifecycle.LIVE);
        var parameters = base == null ? parameters(document) : base.parameters();
        if (parameters.isEmpty() && lifecycle.isServed()) {
            throw new InvalidDocumentException("parameters are missing; or name another model in parameters-of");
        }
        var model = new Model(
                id,
                names(document.aliases()),
                Objects.requireNonNullElse(document.name(), id),
                required("vendor", document.vendor()),
                family(document),
                document.published(),
                Objects.requireNonNullElse(document.revision(), "1"),
                lifecycle,
                pricing(document),
                parameters,
                base == null ? openAi(document) : base.openAi(),
                base == null ? names(document.references()) : base.referenceNames());
        ModelCheck.check(model);
        return model;
    }

    private static String required(String key, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new InvalidDocumentException(key + " is missing");
        }
        return value;
    }

    private static String family(ModelDocument document) {
        var family = required("family", document.family());
        if (!FAMILY.matcher(family).matches()) {
            throw new InvalidDocumentException("family must be 1 to 50 of lower-case letters, digits, '.' and '-'");
        }
        return family;
    }

    private static List<String> names(@Nullable List<String> names) {
        return names == null
                ? List.of()
                : names.stream().filter(Objects::nonNull).toList();
    }

    private static @Nullable Pricing pricing(ModelDocument document) {
        if (document.price() == null) {
            return null;
        }
        var pricing = document.price().pricing();
        var fault = pricing.fault();
        if (fault != null) {
            throw new InvalidDocumentException("price " + fault);
        }
        return pricing;
    }

    private static Map<String, Parameter> parameters(ModelDocument document) {
        var parameters = new LinkedHashMap<String, Parameter>();
        var documented = document.parameters() == null ? Map.<String, ObjectNode>of() : document.parameters();
        documented.forEach((name, schema) -> {
            if (!PARAMETER.matcher(name).matches() || RESERVED.contains(name)) {
                throw new InvalidDocumentException("parameters." + name + " is not a name for a parameter");
            }
            try {
                parameters.put(name, new Parameter(name, schema));
            } catch (IllegalArgumentException | NullPointerException e) {
                throw new InvalidDocumentException("parameters." + name + ": " + e.getMessage());
            }
        });
        return parameters;
    }

    private static OpenAi openAi(ModelDocument document) {
        var openAi = document.openAi();
        if (openAi == null) {
            return OpenAi.NONE;
        }
        var size = openAi.size();
        return new OpenAi(
                openAi.count(),
                size == null
                        ? null
                        : new OpenAi.Size(required("openai.size.parameter", size.parameter()), size.values()));
    }
}
