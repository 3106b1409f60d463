package dev.imagegateway.settings;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.ResolvableType;

/** A setting, or something that holds settings. It is derived from the types that are bound, and so cannot differ from them. */
sealed interface SettingNode {

    /** A record: settings below it, by name. */
    record Group(SortedMap<String, SettingNode> children) implements SettingNode {}

    /** A list. */
    record Items(SettingNode element) implements SettingNode {}

    /** A map, whose keys the operator chooses. */
    record Keyed(SettingNode value) implements SettingNode {}

    /** A single value. */
    record Value() implements SettingNode {}

    /** What a type holds. */
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

    /** The names below it at which a value is set, as they would be written; of a list, its first element's. */
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
