package dev.imagegateway.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** A test that is one round of a proof: it runs once in {@code ./mvnw verify}, and as often as {@link Proof} says. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(EachRound.Rounds.class)
public @interface EachRound {

    /** How many tests of the class share the rounds, this one included. */
    int sharedBy() default 1;

    /** As many invocations as there are rounds. */
    final class Rounds implements TestTemplateInvocationContextProvider {

        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            int sharedBy = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), EachRound.class)
                    .orElseThrow()
                    .sharedBy();
            int rounds = Math.max(1, Math.ceilDiv(Proof.rounds(1), sharedBy));
            return IntStream.range(0, rounds).mapToObj(_ -> new TestTemplateInvocationContext() {});
        }
    }
}
