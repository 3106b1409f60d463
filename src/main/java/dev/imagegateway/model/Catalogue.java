package dev.imagegateway.model;

import dev.imagegateway.problem.NearestName;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The models that exist, and their prices. Its content changes when the operator's documents change. */
public final class Catalogue {

    /** The model whose rules apply to a request that names none. */
    static final String DEFAULT_MODEL = "stable-diffusion-v3-medium";

    private final CatalogueProperties properties;
    private volatile Models models;

    Catalogue(CatalogueProperties properties, Models models) {
        this.properties = properties;
        this.models = models;
    }

    /**
     * Reads the models of the settings.
     *
     * @throws dev.imagegateway.problem.StartupException if a document is invalid
     */
    public static Catalogue read(CatalogueProperties properties) {
        var sources = new CatalogueSources(properties);
        return new Catalogue(properties, sources.read(sources.inDirectory()));
    }

    void replace(Models next) {
        models = next;
    }

    Models models() {
        return models;
    }

    /** Returns all models, in the order of their documents. */
    public Collection<Model> all() {
        return models.all();
    }

    /** Finds a model by its id or an alias, exactly. */
    public Optional<Model> find(String name) {
        return models.find(name);
    }

    /** Returns the name of a served model that is most similar. */
    public String nearest(String name) {
        var served = models.all().stream()
                .filter(Predicate.not(model -> model.lifecycle().isRetired()))
                .map(Model::id)
                .toList();
        return served.isEmpty() ? "" : NearestName.of(name, served);
    }

    /** Returns the model whose rules apply to a request that names none. */
    public Model defaultModel() {
        return find(DEFAULT_MODEL).orElseGet(() -> all().iterator().next());
    }

    /** Returns the ids of the models with this parameter. */
    List<String> modelsWith(String parameter) {
        return models.with(parameter);
    }

    /** Returns today's price: the operator's, or that of the document; empty if there is none. */
    public Optional<Pricing> pricing(Model model) {
        return properties.price(model, LocalDate.now(ZoneOffset.UTC)).or(() -> Optional.ofNullable(model.pricing()));
    }

    /** Whether a restricted parameter is permitted. */
    boolean permits(String parameter) {
        return properties.permittedParameters().contains(parameter);
    }

    /** Whether callers may use a parameter. */
    boolean offers(Parameter parameter) {
        return !parameter.isRestricted() || permits(parameter.name());
    }

    /** Returns the JSON Schema of the parameters that callers may use. */
    public Map<String, Object> schema(Model model) {
        var properties = new LinkedHashMap<String, Object>();
        model.parameters().forEach((name, parameter) -> {
            if (offers(parameter)) {
                properties.put(name, parameter.document());
            }
        });
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", List.of(Model.PROMPT));
        return schema;
    }

    /** Returns the revision of a model: the operator's, or that of the document. */
    public String revision(Model model) {
        return properties.revision(model);
    }

    /** Whether holds ignore what the vendor says. */
    public boolean holdsCataloguePrice() {
        return properties.holdPrice() == CatalogueProperties.HoldPrice.CATALOGUE;
    }
}
