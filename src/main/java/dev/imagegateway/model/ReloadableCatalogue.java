package dev.imagegateway.model;

import dev.imagegateway.reload.Reloadable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The operator's folder of model documents, which is followed while the gateway runs. */
record ReloadableCatalogue(CatalogueSources sources, Catalogue catalogue) implements Reloadable<Map<String, byte[]>> {

    @Override
    public String name() {
        return "catalogue";
    }

    @Override
    public String subject() {
        return "models";
    }

    @Override
    public String source() {
        return "folder of model documents";
    }

    @Override
    public String place() {
        return String.valueOf(sources.directory());
    }

    @Override
    public Map<String, byte[]> read() {
        return sources.inDirectory();
    }

    @Override
    public boolean areEqual(Map<String, byte[]> one, Map<String, byte[]> other) {
        return CatalogueSources.areEqual(one, other);
    }

    @Override
    public Map<String, Object> apply(Map<String, byte[]> content) {
        var next = sources.read(content);
        var before = catalogue.models();
        catalogue.replace(next);
        var changes = new LinkedHashMap<String, Object>();
        changes.put("added", ids(next, model -> before.find(model.id()).isEmpty()));
        changes.put("removed", ids(before, model -> next.find(model.id()).isEmpty()));
        changes.put(
                "changed",
                ids(
                        next,
                        model -> before.find(model.id())
                                .filter(Predicate.not(model::equals))
                                .isPresent()));
        return changes;
    }

    private static List<String> ids(Models models, Predicate<Model> which) {
        return models.all().stream().filter(which).map(Model::id).toList();
    }
}
