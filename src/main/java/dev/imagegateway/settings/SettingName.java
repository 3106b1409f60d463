package dev.imagegateway.settings;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** The elements of a setting's name, as a source writes them. */
final class SettingName {

    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^a-zA-Z0-9]");

    private SettingName() {}

    /**
     * An element.
     *
     * @param text as it is written, without brackets
     * @param isIndex whether it is the place of an element in a list
     */
    record Element(String text, boolean isIndex) {

        /** Spring's relaxed binding: only letters and digits matter, and case does not. */
        boolean is(String name) {
            return uniform(text).equals(uniform(name));
        }

        @Override
        public String toString() {
            return isIndex ? "[" + text + "]" : text;
        }
    }

    /** Of a name with dots, as in files and arguments. Spring takes {@code a.0} for {@code a[0]}. */
    static List<Element> elements(ConfigurationPropertyName name) {
        return IntStream.range(0, name.getNumberOfElements())
                .mapToObj(i -> name.getElement(i, Form.ORIGINAL))
                .map(text -> new Element(text, isNumber(text)))
                .toList();
    }

    /** Of a name with underscores, as in the environment, where a number can only be a place in a list. */
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

    /** The name of what is below another, which may be empty. */
    static String join(String parent, String child) {
        var bare = parent.isEmpty() || child.isEmpty() || child.startsWith("[");
        return parent + (bare ? "" : ".") + child;
    }

    /** As it is set in the environment. */
    static String asVariable(String name) {
        return name.replace("-", "")
                .replace(".", "_")
                .replace("[", "_")
                .replace("]", "")
                .toUpperCase(Locale.ROOT);
    }
}
