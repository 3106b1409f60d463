package dev.imagegateway.image;

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

/** An integer that is divisible by {@link #value()}. Null is valid. */
@Documented
@Constraint(validatedBy = MultipleOf.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface MultipleOf {

    /** The divisor, above 0. */
    int value();

    /** The message. */
    String message() default "must be a multiple of {value}";

    /** Validation groups: unused. */
    Class<?>[] groups() default {};

    /** Payload: unused. */
    Class<? extends Payload>[] payload() default {};

    /** Checks divisibility. */
    final class Validator implements ConstraintValidator<MultipleOf, Integer> {

        private int divisor;

        @Override
        public void initialize(MultipleOf constraint) {
            divisor = constraint.value();
        }

        @Override
        public boolean isValid(@Nullable Integer value, ConstraintValidatorContext context) {
            return value == null || value % divisor == 0;
        }
    }
}
