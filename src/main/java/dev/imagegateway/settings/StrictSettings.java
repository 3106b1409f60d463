package dev.imagegateway.settings;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MutablePropertySources;

/** Reads settings as Spring Boot does, and reports everything in their sources that is not a setting or not its value. */
public final class StrictSettings {

    private final Iterable<ConfigurationPropertySource> sources;
    private final Faults faults;
    private final ValueFaults values;
    private final Binder binder;

    StrictSettings(Iterable<ConfigurationPropertySource> sources, PlaceholdersResolver placeholders, Faults faults) {
        this.sources = sources;
        this.faults = faults;
        this.values = new ValueFaults(placeholders, faults);
        this.binder = new Binder(sources, placeholders);
    }

    /**
     * Reads a record that alone makes up the sources.
     *
     * @param prefix of the names of its settings
     * @param faults where to report what is wrong
     * @return null if a fault kept it from being read at all, or nothing of it is set
     */
    public static <T extends Record> @Nullable T read(
            String prefix, Class<T> type, MutablePropertySources from, Faults faults) {
        var sources = ConfigurationPropertySources.from(from);
        var settings = new StrictSettings(sources, new PropertySourcesPlaceholdersResolver(from), faults);
        settings.checkNames(Map.of(prefix, List.of(type)));
        return settings.bind(prefix, type, false);
    }

    /** Checks every name that begins as one of these settings. */
    void checkNames(Map<String, ? extends List<? extends Class<?>>> typesByPrefix) {
        var tree = new SettingTree();
        typesByPrefix.forEach((prefix, types) -> types.forEach(type -> tree.add(prefix, type)));
        var names = new SourceNames(tree, faults);
        sources.forEach(names::check);
    }

    /**
     * Reads a record, and checks its values against its constraints.
     *
     * @param create whether it is made of its defaults if nothing of it is set
     */
    <T extends Record> @Nullable T bind(String prefix, Class<T> type, boolean create) {
        var target = Bindable.of(type);
        var bound = create
                ? binder.bindOrCreate(prefix, target, values)
                : binder.bind(prefix, target, values).orElse(null);
        new Bounds(faults, values::isUnread).check(prefix, bound);
        return bound;
    }

    /** Reads a single value. */
    <T> @Nullable T value(String name, Class<T> type) {
        return binder.bind(name, Bindable.of(type), values).orElse(null);
    }

    ValueFaults values() {
        return values;
    }
}
