package dev.imagegateway.settings;

import dev.imagegateway.settings.SettingNode.Group;
import dev.imagegateway.settings.SettingNode.Items;
import dev.imagegateway.settings.SettingNode.Keyed;
import dev.imagegateway.settings.SettingNode.Value;
import dev.imagegateway.settings.SettingTree.Known;
import dev.imagegateway.settings.SettingTree.Place;
import dev.imagegateway.settings.SettingTree.Unknown;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * Finds names in a property source that are not settings. Spring's own check (NoUnboundElementsBindHandler) misses
 * names below list elements, and the environment.
 */
final class SourceNames {

    private static final Pattern INDEX = Pattern.compile("\\[(\\d{1,9})]");

    private final SettingTree tree;
    private final Faults faults;

    SourceNames(SettingTree tree, Faults faults) {
        this.tree = tree;
        this.faults = faults;
    }

    /** Checks one source, such as a file or the environment. */
    void check(ConfigurationPropertySource source) {
        if (source.getUnderlyingSource() instanceof EnumerablePropertySource<?> names) {
            var set = new TreeMap<String, String>();
            for (var name : names.getPropertyNames()) {
                if (names instanceof SystemEnvironmentPropertySource && name.indexOf('.') < 0) {
                    checkVariable(names, name, set);
                } else {
                    checkName(names, name, set);
                }
            }
            checkLists(set);
        }
    }

    private boolean isVariable(String name) {
        return tree.roots().stream()
                .anyMatch(root -> name.toLowerCase(Locale.ROOT).startsWith(root + "_"));
    }

    private void checkVariable(EnumerablePropertySource<?> source, String variable, NavigableMap<String, String> set) {
        if (!isVariable(variable) || ServiceLinks.contain(variable, String.valueOf(source.getProperty(variable)))) {
            return;
        }
        switch (tree.findVariable(variable)) {
            case Known known -> take(known, variable, set);
            case Unknown unknown -> {
                var nearest = unknown.nearest();
                faults.add("environment variable " + variable + " is not a setting; did you mean "
                        + SettingName.asVariable(nearest) + " (" + nearest + ")?");
            }
        }
    }

    private void checkName(EnumerablePropertySource<?> source, String written, NavigableMap<String, String> set) {
        if (isVariable(written)) {
            faults.add(
                    written + place(source, written) + " has no effect here, since names with underscores are read in"
                            + " the environment only; write " + nearest(tree.findVariable(written)));
            return;
        }
        var elements = SettingName.elements(ConfigurationPropertyName.adapt(written, '.'));
        if (elements.isEmpty() || tree.roots().stream().noneMatch(elements.getFirst()::is)) {
            return;
        }
        switch (tree.find(elements)) {
            case Known known -> take(known, written, set);
            case Unknown unknown -> faults.add(whatToDo(unknown, written, place(source, written)));
        }
    }

    /** A name below a value or a list may be a key with a colon added by mistake. */
    private static String whatToDo(Unknown unknown, String written, String place) {
        return switch (unknown.node()) {
            case Value _ -> unknown.known() + place + " takes a value, and has no settings below it";
            case Items _ -> unknown.known() + place + " is a list, and has no settings by name below it";
            case Group _, Keyed _ -> written + place + " is not a setting; did you mean " + unknown.nearest() + "?";
        };
    }

    private static String nearest(Place place) {
        return switch (place) {
            case Known known -> known.name();
            case Unknown unknown -> unknown.nearest();
        };
    }

    private void take(Known known, String written, NavigableMap<String, String> set) {
        switch (known.node()) {
            case Group _, Keyed _ ->
                faults.add(known.name() + " has settings below it and takes no value itself; set for instance "
                        + SettingName.join(
                                known.name(), known.node().names().findFirst().orElseThrow()));
            case Items _, Value _ -> {
                var earlier = set.putIfAbsent(known.name(), written);
                if (earlier != null) {
                    faults.add(known.name() + " is set twice in one place, as " + earlier + " and as " + written);
                }
            }
        }
    }

    /** Spring ignores elements if the whole list is set as well, and stops at the first missing index. */
    private void checkLists(NavigableMap<String, String> set) {
        for (var name : set.keySet()) {
            if (isSetBelow(name + "[", set)) {
                faults.add(name + " is set as a whole and by its elements in one place: choose one");
            }
            var index = INDEX.matcher(name);
            while (index.find()) {
                var list = name.substring(0, index.start());
                var earlier = list + "[" + (Integer.parseInt(index.group(1)) - 1) + "]";
                if (!index.group(1).equals("0") && !isSetBelow(earlier, set)) {
                    faults.add(list + index.group() + " has no effect without " + earlier
                            + ": the elements of a list are numbered from 0, in one place, without a gap");
                }
            }
        }
    }

    private static boolean isSetBelow(String start, NavigableMap<String, String> set) {
        var next = set.ceilingKey(start);
        return next != null && next.startsWith(start);
    }

    private static String place(EnumerablePropertySource<?> source, String name) {
        if (!(OriginLookup.getOrigin(source, name) instanceof TextResourceOrigin origin)
                || origin.getLocation() == null) {
            return "";
        }
        var file = origin.getResource() == null || origin.getResource() instanceof ByteArrayResource
                ? ""
                : origin.getResource().getDescription() + ", ";
        return " (" + file + "line " + (origin.getLocation().getLine() + 1) + ")";
    }
}
