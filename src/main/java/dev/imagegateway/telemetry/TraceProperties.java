package dev.imagegateway.telemetry;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What traces contain and where they continue. Spring Boot's settings say where they are exported to.
 *
 * @param prompts whether spans contain prompts
 * @param propagateUpstream whether {@code traceparent} is sent to AIML
 */
@ConfigurationProperties("gateway.tracing")
public record TraceProperties(
        @DefaultValue("false") boolean prompts,
        @DefaultValue("false") boolean propagateUpstream) {}
