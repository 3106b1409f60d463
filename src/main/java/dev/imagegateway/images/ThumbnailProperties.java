package dev.imagegateway.images;

import dev.imagegateway.settings.SizeRange;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How thumbnails are made ({@code gateway.images.thumbnails}).
 *
 * @param size pixels of the longest side, 16 to 1024
 * @param maxPixels the largest image of which a thumbnail is made
 * @param concurrency maximum number of thumbnails that are made at the same time
 * @param timeout how long a request waits for a thumbnail, and how long it may take to make one
 * @param quota maximum size of the files
 */
@ConfigurationProperties("gateway.images.thumbnails")
record ThumbnailProperties(
        @DefaultValue("256") @Min(16) @Max(1024) int size,

        @DefaultValue("16777216") @Min(4096) @Max(268_435_456)
        int maxPixels,

        @DefaultValue("2") @Min(1) @Max(64) int concurrency,

        @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration timeout,

        @DefaultValue("256MB") @SizeRange(min = "1MB", max = "1024GB")
        DataSize quota) {}
