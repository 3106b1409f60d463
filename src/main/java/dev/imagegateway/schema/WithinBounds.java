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
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;

/** The value is within its bounds. Each violated keyword is a violation with the keyword as its dynamic payload. */
@Documented
@Constraint(validatedBy = WithinBounds.Validator.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface WithinBounds {

    /** The message. */
    String message() default "is out of bounds";

    /** Validation groups: unused. */
    Class<?>[] groups() default {};

    /** Payload: unused. */
    Class<? extends Payload>[] payload() default {};

    /** Compares the value with its bounds. */
    final class Validator implements ConstraintValidator<WithinBounds, BoundedValue> {

        @Override
        public boolean isValid(BoundedValue bounded, ConstraintValidatorContext context) {
            var violated = bounded.bounds().violatedBy(bounded.value());
            if (violated.isEmpty()) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            for (var keyword : violated) {
                context.unwrap(HibernateConstraintValidatorContext.class)
                        .withDynamicPayload(keyword)
                        // one violation for each keyword: equal ones would be merged
                        .buildConstraintViolationWithTemplate(keyword)
                        .addConstraintViolation();
            }
            return false;
        }
    }
}
