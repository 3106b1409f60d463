package dev.imagegateway.settings;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.ResolvableType;

/** A setting or a group of settings. Derived from the bound types, so that it always matches them. */
sealed interface SettingNode {

    /** A record with its settings by name. */
    record Group(SortedMap<String, SettingNode> children) implements SettingNode {}

    /** A list. */
    record Items(SettingNode element) implements SettingNode {}

    /** A map with keys that the operator chooses. */
    record Keyed(SettingNode value) implements SettingNode {}

    /** A single value. */
    record Value() implements SettingNode {}

    /** Creates the node of a type. */
    static SettingNode of(ResolvableType type) {
        var raw = type.resolve(Object.class);
        if (raw.isRecord()) {
            var children = new TreeMap<String, SettingNode>();
            for (var component : raw.getRecordComponents()) {
                children.put(
                        DataObjectPropertyName.toDashedForm(component.getName()),
                        of(ResolvableType.forMethodReturnType(component.getAccessor())));
            }
            return new Group(children);
        }
        if (Collection.class.isAssignableFrom(raw)) {
            return new Items(of(type.asCollection().getGeneric(0)));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return new Keyed(of(type.asMap().getGeneric(1)));
        }
        return new Value();
    }

    /** Returns the names of all values below this node. A list is represented by its first element. */
    default Stream<String> names() {
        return switch (this) {
            case Group group ->
                group.children().entrySet().stream()
                        .flatMap(child -> child.getValue().names().map(rest -> SettingName.join(child.getKey(), rest)));
            case Items items when items.element() instanceof Value -> Stream.of("");
            case Items items -> items.element().names().map(rest -> SettingName.join("[0]", rest));
            case Keyed keyed -> keyed.value().names().map(rest -> SettingName.join("<name>", rest));
            case Value _ -> Stream.of("");
        };
    }
}
