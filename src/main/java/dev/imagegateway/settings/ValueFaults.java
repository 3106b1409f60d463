package dev.imagegateway.settings;

import dev.imagegateway.problem.StartupException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.unit.DataSize;

/**
 * Collects the faults of single values. Binding continues with the defaults, so that all faults are found. No fault
 * quotes a value, which may be a key in the wrong place.
 */
final class ValueFaults implements BindHandler {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d+");

    private static final String IS_EMPTY = " is set, but empty: give it a value, or leave it out for the default";

    /** Without the name, which may be a key in the wrong place. */
    private static final String UNRESOLVED =
            " refers to a variable or a setting that is not set; for the characters ${ themselves, write \\${";

    private static final String GUESSED =
            " is something else in YAML than what is written, since it has no quotes: put it in quotes";

    /** Longer numbers are neither durations nor sizes, and may be secret. */
    private static final int MAX_QUOTED_DIGITS = 9;

    private static final Set<Class<?>> WHOLE = Set.of(Integer.class, Long.class, Short.class, Byte.class);

    private final PlaceholdersResolver placeholders;
    private final Faults faults;
    private final Set<String> given = new HashSet<>();
    private final Set<String> unread = new HashSet<>();

    /** @param placeholders fails if a placeholder cannot be resolved */
    ValueFaults(PlaceholdersResolver placeholders, Faults faults) {
        this.placeholders = placeholders;
        this.faults = faults;
    }

    /** Whether the setting was given explicitly. */
    boolean isGiven(String setting) {
        return given.contains(setting);
    }

    /** Whether the setting has a fault, so that its bound value is meaningless. */
    boolean isUnread(String setting) {
        return unread.contains(setting);
    }

    @Override
    public @Nullable Object onFailure(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupException startup) {
                faults.addAll(startup.faults());
                return null;
            }
            if (cause instanceof UnboundConfigurationPropertiesException) {
                // names below lists; the source's names were checked separately
                return null;
            }
        }
        var type = target.getType().toClass();
        var own = ownMessage(error);
        var property = context.getConfigurationProperty();
        if (own != null) {
            faults.add(own);
        } else if (property != null && isUnresolved(property)) {
            add(name, UNRESOLVED);
        } else if (property != null && text(property).isEmpty() && !type.isRecord()) {
            add(name, IS_EMPTY);
        } else if (!type.isRecord()) {
            // a record with a single value is reported by its name
            add(name, " has a value that cannot be read as " + readAs(target.getType()));
        }
        return null;
    }

    /** Returns the message of an exception thrown by a record's constructor. */
    private static @Nullable String ownMessage(Throwable error) {
        var cause = error instanceof BeanInstantiationException ? error.getCause() : null;
        return cause instanceof IllegalArgumentException && cause.getCause() == null ? cause.getMessage() : null;
    }

    private static String readAs(ResolvableType type) {
        var raw = type.toClass();
        if (Collection.class.isAssignableFrom(raw)) {
            var element = type.asCollection().getGeneric().toClass();
            var expected = expected(element);
            return "a list of " + element.getSimpleName() + expected.replaceFirst("^: it is", ": each is");
        }
        return raw.getSimpleName() + expected(raw);
    }

    private static String expected(Class<?> type) {
        if (type == Duration.class) {
            return ": write a number and its unit, such as 90s (ms, s, m, h or d)";
        }
        if (type == DataSize.class) {
            return ": write a number and its unit, such as 16MB (B, KB, MB or GB)";
        }
        return type.isEnum()
                ? ": it is one of "
                        + Stream.of(type.getEnumConstants())
                                .map(value -> String.valueOf(value)
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-'))
                                .collect(Collectors.joining(", "))
                : "";
    }

    @Override
    public void onFinish(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, @Nullable Object result) {
        var property = context.getConfigurationProperty();
        if (property == null || !property.getName().equals(name)) {
            return;
        }
        given.add(name.toString());
        if (isUnresolved(property)) {
            add(name, UNRESOLVED);
            return;
        }
        var text = text(property);
        var type = ClassUtils.resolvePrimitiveIfNecessary(target.getType().toClass());
        if (result == null && text.isEmpty()) {
            add(name, IS_EMPTY);
        } else if (isText(target.getType()) && YamlGuess.changesText(property)) {
            add(name, GUESSED);
        } else if (WHOLE.contains(type) && YamlGuess.changesNumber(property)) {
            add(name, " is another number in YAML than the one that is written: write it without a 0 at its start");
        } else if (WHOLE.contains(type) && property.getValue() instanceof Number number && !isWhole(number)) {
            add(name, " must be a whole number within the range of " + type.getSimpleName());
        } else if (WHOLE_NUMBER.matcher(text).matches()) {
            checkUnit(name, type, new BigInteger(text));
        }
    }

    /** Whether the value is used as it is written, such as an id, a key or a path. */
    private static boolean isText(ResolvableType target) {
        var type = target.toClass();
        if (Collection.class.isAssignableFrom(type)) {
            return isText(target.asCollection().getGeneric());
        }
        return CharSequence.class.isAssignableFrom(type) || type == Path.class;
    }

    private boolean isUnresolved(ConfigurationProperty property) {
        try {
            text(property);
            return false;
        } catch (PlaceholderResolutionException _) {
            return true;
        }
    }

    /** @throws PlaceholderResolutionException if a placeholder cannot be resolved */
    private String text(ConfigurationProperty property) {
        return String.valueOf(placeholders.resolvePlaceholders(property.getValue()))
                .strip();
    }

    private void add(ConfigurationPropertyName name, String says) {
        unread.add(name.toString());
        faults.add(name + says);
    }

    /** Spring would truncate fractions in files or JSON. */
    private static boolean isWhole(Number number) {
        var exact = new BigDecimal(number.toString());
        return exact.stripTrailingZeros().scale() <= 0 && exact.toBigInteger().bitLength() < Long.SIZE;
    }

    /** Spring would read a duration without unit as milliseconds and a size as bytes. Zero needs no unit. */
    private void checkUnit(ConfigurationPropertyName name, Class<?> type, BigInteger value) {
        var text = value.toString().length() > MAX_QUOTED_DIGITS ? "1" : value.toString();
        if (type == Duration.class && value.signum() != 0) {
            add(name, " has no unit: write " + text + "s for seconds (or ms, m, h, d)");
        } else if (type == DataSize.class) {
            add(name, " has no unit: write " + text + "B for bytes (or KB, MB, GB)");
        }
    }
}
