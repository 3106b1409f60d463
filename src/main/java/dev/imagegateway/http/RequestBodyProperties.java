package dev.imagegateway.http;

import dev.imagegateway.settings.SizeRange;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How requests are taken ({@code gateway.generation}).
 *
 * @param maxRequestSize the largest body that is read; more is refused with 413
 */
@ConfigurationProperties("gateway.generation")
record RequestBodyProperties(
        @DefaultValue("1MB") @SizeRange(min = "1B", max = "64MB")
        DataSize maxRequestSize) {}
