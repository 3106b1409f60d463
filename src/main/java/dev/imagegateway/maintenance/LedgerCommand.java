package dev.imagegateway.maintenance;

import dev.imagegateway.problem.StartupException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;

/**
 * A command that runs instead of the gateway, as soon as the settings are read. Its report goes to the standard output,
 * everything else to the standard error.
 */
abstract class LedgerCommand implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    static final int OK = 0;
    static final int FINDINGS = 1;
    static final int CANNOT_RUN = 2;

    private final String name;

    LedgerCommand(String name) {
        this.name = name;
    }

    @Override
    public final void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        var arguments = new DefaultApplicationArguments(event.getArgs());
        if (!arguments.getNonOptionArgs().contains(name)) {
            return;
        }
        var out = System.out;
        // log lines must not be mixed with the report
        System.setOut(System.err);
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        System.exit(run(event.getEnvironment(), arguments, out, System.err));
    }

    /** Runs the command and returns the exit status of the process. */
    final int run(Environment environment, ApplicationArguments arguments, PrintStream out, PrintStream err) {
        try {
            return run(LedgerSettings.of(environment), arguments, out);
        } catch (StartupException e) {
            err.println(name + ": " + e.getMessage());
        } catch (DataAccessException e) {
            err.println(
                    name + ": the database failed: " + e.getMostSpecificCause().getMessage());
        } catch (UncheckedIOException e) {
            err.println(name + ": a file cannot be read: " + e.getCause());
        } catch (RuntimeException e) {
            // without its message, which may quote a setting
            err.println(name + ": " + e.getClass().getName() + ": check the settings and the arguments");
        }
        return CANNOT_RUN;
    }

    abstract int run(LedgerSettings settings, ApplicationArguments arguments, PrintStream out);

    /** Returns the file that follows the name of the command; null if there is none. */
    final @Nullable String file(ApplicationArguments arguments) {
        return arguments.getNonOptionArgs().stream()
                .filter(argument -> !argument.equals(name))
                .findFirst()
                .orElse(null);
    }
}
