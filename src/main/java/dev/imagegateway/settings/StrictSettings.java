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

/** Reads settings as Spring Boot does, and reports everything in their sources that is not a setting or not its value. */
public final class StrictSettings {

    /** Resolves as Spring Boot does, but fails where that would leave a reference as it is. */
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

    /** @param from where references such as <code>${NAME}</code> lead to */
    StrictSettings(Iterable<ConfigurationPropertySource> sources, MutablePropertySources from, Faults faults) {
        this.sources = sources;
        this.faults = faults;
        this.values = new ValueFaults(new PropertySourcesPlaceholdersResolver(from, STRICT), faults);
        this.binder = new Binder(sources, new PropertySourcesPlaceholdersResolver(from));
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
        var settings = new StrictSettings(sources, from, faults);
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
