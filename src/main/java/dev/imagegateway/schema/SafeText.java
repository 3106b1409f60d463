package dev.imagegateway.schema;

import dev.imagegateway.text.UnsafeCharacters;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/**
 * A text without {@link UnsafeCharacters}. Bean Validation's {@code Pattern} takes 40 ms of CPU for a text of 1 MB,
 * because Java tests each character against each range of the class. Null is valid.
 */
@Documented
@Constraint(validatedBy = SafeText.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface SafeText {

    /** The same rule for JSON Schema. */
    String regexp() default "^[^" + UnsafeCharacters.CLASS + "]*$";

    /** The message. */
    String message() default "must not contain control characters";

    /** Validation groups: unused. */
    Class<?>[] groups() default {};

    /** Payload: unused. */
    Class<? extends Payload>[] payload() default {};

    /** Looks for an unsafe character. */
    final class Validator implements ConstraintValidator<SafeText, String> {

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null || !UnsafeCharacters.areIn(value);
        }
    }
}
