package dev.imagegateway.client;

import dev.imagegateway.problem.StartupException;
import dev.imagegateway.settings.Faults;
import java.io.ByteArrayInputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Finds settings that a YAML file sets both by nested names and by a dotted name. Spring joins names before it checks
 * for duplicates, so one of two values is lost, and two clients at the same index become one.
 */
final class MixedNames {

    private final Set<String> values = new HashSet<>();
    private final Set<String> lists = new HashSet<>();
    private final Set<String> indexed = new HashSet<>();
    private final Faults faults = new Faults();

    private MixedNames() {}

    /** @throws StartupException with all such settings */
    static void check(byte[] yaml) {
        var names = new MixedNames();
        new Yaml(new SafeConstructor(new LoaderOptions()))
                .loadAll(new ByteArrayInputStream(yaml))
                .forEach(document -> {
                    names.values.clear();
                    names.walk("", document);
                });
        names.lists.stream()
                .filter(names.indexed::contains)
                .forEach(list -> names.faults.add(
                        list + " is written as a list and by names such as " + list + "[0]: choose one"));
        names.faults.throwIfAny();
    }

    private void walk(String name, @Nullable Object node) {
        switch (node) {
            case Map<?, ?> map ->
                map.forEach((key, value) -> {
                    // as Spring's YamlProcessor writes keys
                    var text = key instanceof String written ? written : "[" + key + "]";
                    for (int i = text.indexOf('['); i >= 0; i = text.indexOf('[', i + 1)) {
                        indexed.add(join(name, text.substring(0, i)));
                    }
                    walk(join(name, text), value);
                });
            case List<?> list -> {
                lists.add(name);
                for (int i = 0; i < list.size(); i++) {
                    walk(name + "[" + i + "]", list.get(i));
                }
            }
            case null, default -> {
                if (!values.add(name)) {
                    faults.add(name + " is set by nested names and by a dotted one: choose one");
                }
            }
        }
    }

    private static String join(String parent, String child) {
        return parent + (parent.isEmpty() || child.isEmpty() || child.startsWith("[") ? "" : ".") + child;
    }
}
