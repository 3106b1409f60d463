package dev.imagegateway.settings;

import dev.imagegateway.problem.NearestName;
import dev.imagegateway.settings.SettingName.Element;
import dev.imagegateway.settings.SettingNode.Group;
import dev.imagegateway.settings.SettingNode.Items;
import dev.imagegateway.settings.SettingNode.Keyed;
import dev.imagegateway.settings.SettingNode.Value;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** All settings by name. */
final class SettingTree {

    private final Group root = new Group(new TreeMap<>());

    /** Adds the settings of a record. Several records may share a prefix. */
    SettingTree add(String prefix, Class<?> type) {
        var group = root;
        for (var element : prefix.split("\\.", -1)) {
            group = (Group) group.children().computeIfAbsent(element, _ -> new Group(new TreeMap<>()));
        }
        if (SettingNode.of(ResolvableType.forClass(type)) instanceof Group settings) {
            group.children().putAll(settings.children());
        }
        return this;
    }

    /** Returns the first elements of all names, such as {@code gateway}. */
    List<String> roots() {
        return List.copyOf(root.children().keySet());
    }

    /** Returns all names. A list is represented by its first element. */
    Stream<String> names() {
        return root.names();
    }

    /** The result of looking up a name. */
    sealed interface Place {}

    /** A setting or a group of settings. */
    record Known(String name, SettingNode node) implements Place {}

    /** There is no such setting. The known part of the name leads to a node, and the rest does not exist below it. */
    record Unknown(String known, SettingNode node, String rest) implements Place {

        /** Returns the setting that was probably meant. */
        String nearest() {
            var below = node.names().filter(name -> !name.isEmpty()).toList();
            return below.isEmpty() ? known : SettingName.join(known, NearestName.of(rest, below));
        }
    }

    /** Looks up a name from a file or an argument. */
    Place find(List<Element> elements) {
        SettingNode node = root;
        var name = "";
        for (int i = 0; i < elements.size(); i++) {
            var next = step(name, node, elements.get(i));
            if (next == null) {
                return new Unknown(name, node, text(elements.subList(i, elements.size())));
            }
            name = next.name();
            node = next.node();
        }
        return new Known(name, node);
    }

    private static @Nullable Known step(String name, SettingNode node, Element element) {
        return switch (node) {
            case Group group ->
                group.children().entrySet().stream()
                        .filter(child -> !element.isIndex() && element.is(child.getKey()))
                        .findFirst()
                        .map(child -> new Known(SettingName.join(name, child.getKey()), child.getValue()))
                        .orElse(null);
            case Items items ->
                element.isIndex() ? new Known(SettingName.join(name, element.toString()), items.element()) : null;
            case Keyed keyed -> new Known(SettingName.join(name, element.text()), keyed.value());
            case Value _ -> null;
        };
    }

    private static String text(List<Element> elements) {
        return elements.stream().map(Element::toString).reduce("", SettingName::join);
    }

    /**
     * Looks up an environment variable. Hyphens are either omitted in all names or replaced by underscores in all
     * names: {@code GATEWAY_RATELIMIT_KEYPREFIX} or {@code GATEWAY_RATE_LIMIT_KEY_PREFIX}.
     */
    Place findVariable(String variable) {
        var elements = SettingName.elements(variable);
        var place = find(elements);
        if (place instanceof Known) {
            return place;
        }
        var withHyphens = withHyphens(new Known("", root), elements);
        return withHyphens == null ? place : withHyphens;
    }

    private static @Nullable Known withHyphens(Known place, List<Element> rest) {
        if (rest.isEmpty()) {
            return place;
        }
        if (!(place.node() instanceof Group group)) {
            var next = step(place.name(), place.node(), rest.getFirst());
            return next == null ? null : withHyphens(next, rest.subList(1, rest.size()));
        }
        for (var child : group.children().entrySet()) {
            var words = List.of(child.getKey().split("-", -1));
            if (rest.stream().limit(words.size()).map(Element::text).toList().equals(words)) {
                var next = new Known(SettingName.join(place.name(), child.getKey()), child.getValue());
                var found = withHyphens(next, rest.subList(words.size(), rest.size()));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
