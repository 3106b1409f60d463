package dev.imagegateway.http;

import dev.imagegateway.settings.SizeRange;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Request bodies ({@code gateway.generation}).
 *
 * @param maxRequestSize maximum size of a body; larger ones are refused with 413
 */
@ConfigurationProperties("gateway.generation")
record RequestBodyProperties(
        @DefaultValue("1MB") @SizeRange(min = "1B", max = "64MB")
        DataSize maxRequestSize) {}
