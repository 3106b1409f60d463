package dev.imagegateway.settings;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** Splits and joins the names of settings. */
final class SettingName {

    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^a-zA-Z0-9]");

    private SettingName() {}

    /**
     * An element of a name.
     *
     * @param text as written, without brackets
     * @param isIndex whether it is a list index
     */
    record Element(String text, boolean isIndex) {

        /** Compares as Spring's relaxed binding does: only letters and digits count, regardless of case. */
        boolean is(String name) {
            return uniform(text).equals(uniform(name));
        }

        @Override
        public String toString() {
            return isIndex ? "[" + text + "]" : text;
        }
    }

    /** Splits a dotted name from a file or an argument. Spring treats {@code a.0} like {@code a[0]}. */
    static List<Element> elements(ConfigurationPropertyName name) {
        return IntStream.range(0, name.getNumberOfElements())
                .mapToObj(i -> name.getElement(i, Form.ORIGINAL))
                .map(text -> new Element(text, isNumber(text)))
                .toList();
    }

    /** Splits a name from the environment, which has underscores. A number can only be a list index there. */
    static List<Element> elements(String variable) {
        return Stream.of(variable.toLowerCase(Locale.ROOT).split("_", -1))
                .map(part -> new Element(part, isNumber(part)))
                .toList();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static String uniform(String name) {
        return NEITHER_LETTER_NOR_DIGIT.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** Joins a name and a child's name. Either may be empty. */
    static String join(String parent, String child) {
        var bare = parent.isEmpty() || child.isEmpty() || child.startsWith("[");
        return parent + (bare ? "" : ".") + child;
    }

    /** Converts a name to an environment variable. */
    static String asVariable(String name) {
        return name.replace("-", "")
                .replace(".", "_")
                .replace("[", "_")
                .replace("]", "")
                .toUpperCase(Locale.ROOT);
    }
}
