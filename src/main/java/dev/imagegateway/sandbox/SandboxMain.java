package dev.imagegateway.sandbox;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Runs the sandbox in a process of its own. The settings are those of {@link SandboxProperties}, as arguments
 * ({@code --sandbox.port=8089}), system properties or environment variables ({@code SANDBOX_PORT}).
 *
 * <p>There is no application context, so it starts in about a second and nothing of the gateway runs.
 */
public final class SandboxMain {

    private static final int MISUSE = 2;

    private SandboxMain() {}

    /** Runs until the process is stopped (SIGTERM, SIGINT). Exits with 2 if a setting is invalid. */
    public static void main(String[] args) throws InterruptedException {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
        ConfigurationPropertySources.attach(environment);
        LoggingSystem logging = LoggingSystem.get(SandboxMain.class.getClassLoader());
        logging.beforeInitialize();
        logging.initialize(new LoggingInitializationContext(environment), null, null);
        Logger log = LoggerFactory.getLogger(SandboxMain.class);

        SandboxServer server;
        try {
            server = SandboxServer.start(SettingsBinder.bind(Binder.get(environment)));
        } catch (BindException | IllegalStateException refused) {
            log.error("{}", NestedExceptionUtils.getMostSpecificCause(refused).getMessage());
            System.exit(MISUSE);
            return;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            stopped.countDown();
        }));
        log.info("The simulated AIML API listens on {}; see {}/sandbox/faults", server.baseUrl(), server.baseUrl());
        stopped.await();
    }
}
