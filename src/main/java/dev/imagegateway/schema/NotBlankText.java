package dev.imagegateway.schema;

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
 * A text with at least one character that is not white space in any script. Bean Validation's {@code NotBlank} does not
 * treat ideographic or no-break spaces as white space. Null is valid.
 */
@Documented
@Constraint(validatedBy = NotBlankText.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface NotBlankText {

    /** The message. */
    String message() default "must not be blank";

    /** Validation groups: unused. */
    Class<?>[] groups() default {};

    /** Payload: unused. */
    Class<? extends Payload>[] payload() default {};

    /** Looks for a code point that is not a space. */
    final class Validator implements ConstraintValidator<NotBlankText, String> {

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null || isNotBlank(value);
        }

        static boolean isNotBlank(String text) {
            for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
                var c = text.codePointAt(i);
                if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
                    return true;
                }
            }
            return false;
        }
    }
}
