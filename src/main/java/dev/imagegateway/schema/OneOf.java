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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A text that equals one of {@link #value()}. Null is valid. */
@Documented
@Constraint(validatedBy = OneOf.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface OneOf {

    /** The allowed texts. */
    String[] value();

    /** The message. */
    String message() default "must be one of {value}";

    /** Validation groups: unused. */
    Class<?>[] groups() default {};

    /** Payload: unused. */
    Class<? extends Payload>[] payload() default {};

    /** Compares case-sensitively. */
    final class Validator implements ConstraintValidator<OneOf, String> {

        private Set<String> allowed = Set.of();

        @Override
        public void initialize(OneOf constraint) {
            allowed = Set.of(constraint.value());
        }

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null || allowed.contains(value);
        }
    }
}
