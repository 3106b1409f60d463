package dev.imagegateway.settings;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.util.PropertyPlaceholderHelper;
import org.springframework.util.SystemPropertyUtils;

/** Binds settings as Spring Boot does, and reports names that are not settings and invalid values. */
public final class StrictSettings {

    /** Resolves placeholders as Spring Boot does, but fails if one cannot be resolved. */
    private static final PropertyPlaceholderHelper STRICT = new PropertyPlaceholderHelper(
            SystemPropertyUtils.PLACEHOLDER_PREFIX,
            SystemPropertyUtils.PLACEHOLDER_SUFFIX,
            SystemPropertyUtils.VALUE_SEPARATOR,
            SystemPropertyUtils.ESCAPE_CHARACTER,
            false);

    private final Iterable<ConfigurationPropertySource> sources;
    private final Faults faults;
    private final ValueFaults values;
    private final Binder binder;

    /** @param from the sources that resolve placeholders such as <code>${NAME}</code> */
    StrictSettings(Iterable<ConfigurationPropertySource> sources, MutablePropertySources from, Faults faults) {
        this.sources = sources;
        this.faults = faults;
        this.values = new ValueFaults(new PropertySourcesPlaceholdersResolver(from, STRICT), faults);
        this.binder = new Binder(sources, new PropertySourcesPlaceholdersResolver(from));
    }

    /**
     * Binds a record from sources that contain nothing else.
     *
     * @param prefix the prefix of its settings
     * @param faults receives the faults
     * @return null if it could not be bound, or nothing of it is set
     */
    public static <T extends Record> @Nullable T read(
            String prefix, Class<T> type, MutablePropertySources from, Faults faults) {
        var sources = ConfigurationPropertySources.from(from);
        var settings = new StrictSettings(sources, from, faults);
        settings.checkNames(Map.of(prefix, List.of(type)));
        return settings.bind(prefix, type, false);
    }

    /** Checks every name with one of these prefixes. */
    void checkNames(Map<String, ? extends List<? extends Class<?>>> typesByPrefix) {
        var tree = new SettingTree();
        typesByPrefix.forEach((prefix, types) -> types.forEach(type -> tree.add(prefix, type)));
        var names = new SourceNames(tree, faults);
        sources.forEach(names::check);
    }

    /**
     * Binds a record and validates its values.
     *
     * @param create whether to create it from defaults if nothing of it is set
     */
    <T extends Record> @Nullable T bind(String prefix, Class<T> type, boolean create) {
        var target = Bindable.of(type);
        var bound = create
                ? binder.bindOrCreate(prefix, target, values)
                : binder.bind(prefix, target, values).orElse(null);
        new Bounds(faults, values::isUnread).check(prefix, bound);
        return bound;
    }

    /** Binds a single value. */
    <T> @Nullable T value(String name, Class<T> type) {
        return binder.bind(name, Bindable.of(type), values).orElse(null);
    }

    ValueFaults values() {
        return values;
    }
}
