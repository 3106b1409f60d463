package dev.imagegateway.problem;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;

/** Prints a {@link StartupException} as the one line it is, instead of a stack trace or Boot's framed report. */
final class StartupFailureReporter implements SpringBootExceptionReporter {

    /** The constructor that Boot looks for. */
    StartupFailureReporter(@Nullable ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupException startup) {
                LoggerFactory.getLogger("dev.imagegateway").error("Cannot start: {}", startup.getMessage());
                return true;
            }
        }
        return false;
    }
}
