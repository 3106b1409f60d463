package dev.imagegateway.settings;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;

/**
 * Finds values of which YAML made something else than what is written: without quotes, {@code 0123} is the number 83,
 * {@code no} is false and {@code 1.10} is 1.1. As an id or a key, that would be another one.
 */
final class YamlGuess {

    private static final Pattern SCALAR = Pattern.compile("[^\\s,\\]}]+");

    private YamlGuess() {}

    /** Whether a text would not be the one that is written. */
    static boolean changesText(ConfigurationProperty property) {
        var value = property.getValue();
        if (!(value instanceof Number) && !(value instanceof Boolean)) {
            return false;
        }
        // in JSON only fractions can be written in more than one way
        return written(property)
                .map(text -> !text.equals(String.valueOf(value)))
                .orElse(value instanceof Double || value instanceof BigDecimal);
    }

    /** Whether a number is not the one that is written, as 0600, which YAML reads as octal. */
    static boolean changesNumber(ConfigurationProperty property) {
        return property.getValue() instanceof Number number
                && written(property).map(text -> !isSame(text, number)).orElse(false);
    }

    private static boolean isSame(String written, Number number) {
        try {
            return new BigDecimal(written.replace("_", "")).compareTo(new BigDecimal(number.toString())) == 0;
        } catch (NumberFormatException _) {
            // hexadecimal is meant to be; 1:30 is not
            return written.matches("[-+]?0x[0-9a-fA-F_]+");
        }
    }

    private static Optional<String> written(ConfigurationProperty property) {
        return text(property.getOrigin());
    }

    private static Optional<String> text(@Nullable Origin origin) {
        if (origin instanceof PropertySourceOrigin wrapped) {
            return text(wrapped.getOrigin());
        }
        if (!(origin instanceof TextResourceOrigin place)
                || place.getLocation() == null
                || place.getResource() == null) {
            return Optional.empty();
        }
        var location = place.getLocation();
        try {
            return place.getResource()
                    .getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .skip(location.getLine())
                    .findFirst()
                    .map(SCALAR::matcher)
                    .filter(matcher -> matcher.find(Math.min(location.getColumn(), matcher.regionEnd())))
                    .map(matcher -> matcher.group());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
