package dev.imagegateway.settings;

import dev.imagegateway.problem.StartupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.context.ConfigurableApplicationContext;

/** Logs a {@link StartupException} as plain lines instead of a stack trace or Spring Boot's report. */
final class StartupFailureReporter implements SpringBootExceptionReporter {

    /** The constructor that Spring Boot expects. */
    StartupFailureReporter(@Nullable ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupException startup) {
                return report(String.valueOf(startup.getMessage()));
            }
        }
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            // without the value, which may be a key in the wrong place
            if (cause instanceof BindException bind) {
                var type = bind.getTarget().getType().toClass().getSimpleName();
                return report(bind.getName() + " has a value that cannot be read as " + type);
            }
        }
        return YamlFault.in(failure)
                .map(fault -> report("a file of settings is " + fault))
                .orElse(false);
    }

    private static boolean report(String line) {
        LoggerFactory.getLogger("dev.imagegateway").error("Cannot start: {}", line);
        return true;
    }
}
