package dev.imagegateway.settings;

import dev.imagegateway.problem.StartupException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** Logs a {@link StartupException} as plain lines instead of a stack trace or Spring Boot's report. */
final class StartupFailureReporter implements SpringBootExceptionReporter {

    private static final String REFUSED_PART = "Unable to set value for property ";

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final @Nullable ConfigurableApplicationContext context;

    /** The constructor that Spring Boot expects. */
    StartupFailureReporter(@Nullable ConfigurableApplicationContext context) {
        this.context = context;
    }

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
                var part = refusedPart(bind);
                if (part.isPresent()) {
                    return report(bind.getName() + "." + part.get() + " has a value that is not allowed");
                }
                var type = bind.getTarget().getType().toClass().getSimpleName();
                return report(bind.getName() + " has a value that cannot be read as " + type);
            }
        }
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidConfigurationPropertyValueException invalid) {
                return report(invalid.getName() + " has a value that cannot be used: " + invalid.getReason());
            }
        }
        return YamlFault.in(failure)
                .map(fault -> report("a file of settings is " + fault))
                .orElseGet(() ->
                        analysis(failure).map(StartupFailureReporter::report).orElse(false));
    }

    /** Returns the property whose setter refused its value; Spring names it only in this message. */
    private static Optional<String> refusedPart(Throwable failure) {
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            var message = String.valueOf(cause.getMessage());
            if (message.startsWith(REFUSED_PART)) {
                return Optional.of(message.substring(REFUSED_PART.length()));
            }
        }
        return Optional.empty();
    }

    /** Asks Spring Boot's analyzers, whose report has many lines. */
    private Optional<String> analysis(Throwable failure) {
        var arguments = SpringFactoriesLoader.ArgumentResolver.none();
        if (context != null) {
            arguments = arguments
                    .and(BeanFactory.class, context.getBeanFactory())
                    .and(Environment.class, context.getEnvironment());
        }
        return SpringFactoriesLoader.forDefaultResourceLocation(getClass().getClassLoader())
                .load(
                        FailureAnalyzer.class,
                        arguments,
                        SpringFactoriesLoader.FailureHandler.handleMessage((_, _) -> {}))
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .map(analysis -> oneLine(analysis.getDescription()) + " " + oneLine(analysis.getAction()));
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "" : SPACE.matcher(text).replaceAll(" ").strip();
    }

    private static boolean report(String line) {
        LoggerFactory.getLogger("dev.imagegateway").error("Cannot start: {}", line);
        return true;
    }
}
