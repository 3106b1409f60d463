package dev.imagegateway.model;

import dev.imagegateway.problem.NearestName;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The models that exist, and their prices. Its content changes when the operator's documents change. */
public final class Catalogue {

    /** The model whose rules apply to a request that names none. */
    static final String DEFAULT_MODEL = "stable-diffusion-v3-medium";

    private final CatalogueProperties properties;
    private volatile Models models;
    private volatile Map<String, Announcement> announcements = Map.of();
    private volatile Runnable listener = () -> {};

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
        listener.run();
    }

    /**
     * Replaces the vendor's announcements.
     *
     * @param next by the names of models. One that names only an alias has no effect, because the id is sent upstream.
     */
    public void announce(Map<String, Announcement> next) {
        announcements = Map.copyOf(next);
        listener.run();
    }

    /** Sets what is called when documents or announcements have changed. */
    public void whenChanged(Runnable listener) {
        this.listener = listener;
    }

    /** Returns how long a model is available, by its document and the vendor's announcements. */
    public Lifecycle lifecycle(Model model) {
        var announced = announcements.get(model.id());
        return announced == null ? model.lifecycle() : announced.over(model.lifecycle(), replacement(model, announced));
    }

    /** Whether requests for a model are accepted, by its document and the vendor's announcements. */
    public boolean isServed(Model model) {
        var announced = announcements.get(model.id());
        return model.lifecycle().isServed() && (announced == null || announced.status() != Lifecycle.Status.RETIRED);
    }

    private @Nullable String replacement(Model model, Announcement announced) {
        return Optional.ofNullable(announced.replacement())
                .flatMap(this::find)
                .filter(other -> !other.id().equals(model.id()) && isServed(other))
                .map(Model::id)
                .orElse(null);
    }

    /** Returns what is equal as long as neither documents nor announcements have changed. */
    Object version() {
        return List.of(models, announcements);
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

    /**
     * Returns the id of a model by its name in the vendor's logs, which may put a source and a slash before it. A name
     * that no model has, or that is another model's without its source, stays as it is.
     */
    public String idOfLogged(String name) {
        var slash = name.indexOf('/');
        var ids = Stream.of(find(name), slash < 0 ? Optional.<Model>empty() : find(name.substring(slash + 1)))
                .flatMap(Optional::stream)
                .map(Model::id)
                .distinct()
                .toList();
        return ids.size() == 1 ? ids.getFirst() : name;
    }

    /** Returns the name of a served model that is most similar. */
    public String nearest(String name) {
        var served = models.all().stream().filter(this::isServed).map(Model::id).toList();
        return served.isEmpty() ? "" : NearestName.of(name, served);
    }

    /** Returns the model whose rules apply to a request that names none. */
    public Model defaultModel() {
        return find(DEFAULT_MODEL).orElseGet(() -> all().iterator().next());
    }

    /** Returns the ids of the models with this parameter. */
    List<String> modelsWith(String parameter) {
        return models.with(parameter).stream()
                .filter(id -> find(id).filter(this::isServed).isPresent())
                .toList();
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
