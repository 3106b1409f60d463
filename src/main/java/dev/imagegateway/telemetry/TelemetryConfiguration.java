package dev.imagegateway.telemetry;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import org.springframework.context.annotation.Configuration;

/** Lets the log context follow a request onto other threads, as its trace does. */
@Configuration(proxyBeanMethods = false)
class TelemetryConfiguration {

    TelemetryConfiguration() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(new Slf4jThreadLocalAccessor());
    }
}
