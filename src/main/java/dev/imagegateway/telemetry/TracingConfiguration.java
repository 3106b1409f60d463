package dev.imagegateway.telemetry;

import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

    /** Names the ids of trace and span in log lines as the Elastic Common Schema does. */
    @Bean
    Slf4JEventListener traceIdsInLog() {
        return new Slf4JEventListener(LogContext.TRACE_ID, LogContext.SPAN_ID);
    }

    /**
     * Samples nothing of its own if nothing is exported: the spans would be recorded and dropped. Traces that a caller has
     * sampled are still sampled, because exemplars refer to them.
     */
    @Bean
    SdkTracerProviderBuilderCustomizer unsampledUnlessExported(ObjectProvider<SpanExporter> exporters) {
        return provider -> {
            if (exporters.stream().findAny().isEmpty()) {
                provider.setSampler(Sampler.parentBased(Sampler.alwaysOff()));
            }
        };
    }
}
