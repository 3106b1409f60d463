package dev.imagegateway.settings;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.metadata.ConstraintDescriptor;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * Validates bound settings against the constraints of their records, at every depth and without {@code @Valid}.
 *
 * <p>A violation of a component's constraint is reported with the component's name and, for a bound, the complete
 * range. The message of an {@code @AssertTrue} method follows the record's prefix and starts with the name of the
 * component concerned.
 */
final class Bounds {

    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    private final Faults faults;
    private final Predicate<String> isUnread;

    /**
     * @param isUnread whether a setting with this name could not be read, so that its bound value is not the configured
     *     one
     */
    Bounds(Faults faults, Predicate<String> isUnread) {
        this.faults = faults;
        this.isUnread = isUnread;
    }

    void check(String name, @Nullable Object value) {
        switch (value) {
            case Record settings -> {
                VALIDATOR.validate(settings).forEach(violation -> report(name, settings, violation));
                components(settings).forEach((child, held) -> check(SettingName.join(name, child), held));
            }
            case List<?> items -> {
                for (int i = 0; i < items.size(); i++) {
                    checkElement(name + "[" + i + "]", items.get(i));
                }
            }
            case Map<?, ?> keyed -> keyed.forEach((key, held) -> check(name + "." + key, held));
            case null, default -> {}
        }
    }

    /** Spring binds an empty element to null unless it is a string. */
    private void checkElement(String name, @Nullable Object element) {
        if (element != null) {
            check(name, element);
        } else if (!isUnread.test(name)) {
            faults.add(name + " is empty: give it a value, or leave the element out");
        }
    }

    /** Returns the components of a record by the names of their settings. */
    static Map<String, @Nullable Object> components(Record settings) {
        var components = new TreeMap<String, @Nullable Object>();
        for (var component : settings.getClass().getRecordComponents()) {
            try {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                components.put(DataObjectPropertyName.toDashedForm(component.getName()), accessor.invoke(settings));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return components;
    }

    private void report(String name, Record settings, ConstraintViolation<?> violation) {
        var path = violation.getPropertyPath().iterator();
        if (!path.hasNext()) {
            faults.add(SettingName.join(name, violation.getMessage()));
            return;
        }
        var first = path.next();
        var child = DataObjectPropertyName.toDashedForm(String.valueOf(first.getName()));
        if (!components(settings).containsKey(child)) {
            // it compares components, and one that could not be read has no configured value
            if (components(settings).keySet().stream().anyMatch(one -> isUnread.test(SettingName.join(name, one)))) {
                return;
            }
            faults.add(SettingName.join(name, violation.getMessage()));
            return;
        }
        var setting = SettingName.join(name, child);
        while (path.hasNext()) {
            var node = path.next();
            if (node.getKind() != ElementKind.CONTAINER_ELEMENT) {
                // a component with @Valid is validated again when it is visited
                return;
            }
            setting += node.getIndex() != null ? "[" + node.getIndex() + "]" : "." + node.getKey();
        }
        if (!isUnread.test(setting)) {
            faults.add(setting + " " + says(settings, String.valueOf(first.getName()), violation));
        }
    }

    private static String says(Record settings, String component, ConstraintViolation<?> violation) {
        if (!violation.getMessageTemplate().startsWith("{")) {
            return violation.getMessage();
        }
        var property = VALIDATOR.getConstraintsForClass(settings.getClass()).getConstraintsForProperty(component);
        Collection<? extends Annotation> constraints = property.getConstraintDescriptors().stream()
                .map(ConstraintDescriptor::getAnnotation)
                .toList();
        var least = bound(constraints, true);
        var most = bound(constraints, false);
        if (least == null && most == null) {
            return violation.getMessage();
        }
        return least == null
                ? "must be at most " + most
                : most == null ? "must be at least " + least : "must be from " + least + " to " + most;
    }

    private static @Nullable String bound(Collection<? extends Annotation> constraints, boolean lower) {
        return constraints.stream()
                .map(constraint -> lower ? least(constraint) : most(constraint))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String least(Annotation constraint) {
        return switch (constraint) {
            case Min min -> String.valueOf(min.value());
            case DecimalMin min -> min.value();
            case SizeRange range -> range.min();
            case DurationMin min ->
                TimeText.of(Duration.ofDays(min.days())
                        .plusHours(min.hours())
                        .plusMinutes(min.minutes())
                        .plusSeconds(min.seconds())
                        .plusMillis(min.millis())
                        .plusNanos(min.nanos()));
            default -> null;
        };
    }

    private static @Nullable String most(Annotation constraint) {
        return switch (constraint) {
            case Max max -> String.valueOf(max.value());
            case DecimalMax max -> max.value();
            case SizeRange range -> range.max();
            case DurationMax max ->
                TimeText.of(Duration.ofDays(max.days())
                        .plusHours(max.hours())
                        .plusMinutes(max.minutes())
                        .plusSeconds(max.seconds())
                        .plusMillis(max.millis())
                        .plusNanos(max.nanos()));
            default -> null;
        };
    }
}
