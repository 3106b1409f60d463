package dev.imagegateway.sandbox;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Runs the sandbox in the gateway's process, so that one command is enough to try everything. */
@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
class SandboxConfiguration {

    @Bean
    SandboxLifecycle sandboxLifecycle(SandboxProperties settings) {
        return new SandboxLifecycle(settings);
    }

    @Bean
    SandboxBanner sandboxBanner() {
        return new SandboxBanner();
    }

    /** Starts before all components that may call it, and stops after them. */
    static final class SandboxLifecycle implements SmartLifecycle {
        private final SandboxProperties settings;
        private @Nullable SandboxServer server;

        private SandboxLifecycle(SandboxProperties settings) {
            this.settings = settings;
        }

        @Override
        public synchronized void start() {
            server = SandboxServer.start(settings);
        }

        @Override
        public synchronized void stop() {
            if (server != null) {
                server.close();
                server = null;
            }
        }

        @Override
        public synchronized boolean isRunning() {
            return server != null;
        }

        @Override
        public int getPhase() {
            return Integer.MIN_VALUE;
        }
    }
}
