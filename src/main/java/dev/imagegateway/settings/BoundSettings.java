package dev.imagegateway.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings of all features. */
public final class BoundSettings {

    private record Bound(String prefix, Record settings) {}

    private final List<Bound> all = new ArrayList<>();

    void add(String prefix, Record settings) {
        all.add(new Bound(prefix, settings));
    }

    /** Returns the settings of this type, if they could be bound. */
    public <T extends Record> Optional<T> find(Class<T> type) {
        return all.stream()
                .map(Bound::settings)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /** Returns a duration by the name of its setting; null if its record could not be bound. */
    @Nullable
    Duration time(String setting) {
        return all.stream()
                .filter(bound -> setting.startsWith(bound.prefix() + "."))
                .map(bound ->
                        time(bound.settings(), setting.substring(bound.prefix().length() + 1)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Duration time(Record settings, String name) {
        var components = Bounds.components(settings);
        if (components.get(name) instanceof Duration time) {
            return time;
        }
        var dot = name.indexOf('.');
        return dot > 0 && components.get(name.substring(0, dot)) instanceof Record nested
                ? time(nested, name.substring(dot + 1))
                : null;
    }
}
