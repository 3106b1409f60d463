package dev.imagegateway.images;

import dev.imagegateway.client.Clients;
import dev.imagegateway.ledger.ImageRecords;
import dev.imagegateway.problem.StartupException;
import dev.imagegateway.secret.Secret;
import dev.imagegateway.store.OneAtATime;
import dev.imagegateway.telemetry.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ImagesConfiguration {

    private static final int KEY_BYTES = 32;

    @Bean
    ImageKeeper imageKeeper(
            ImagesProperties properties,
            @Value("${gateway.ledger.directory:data}") Path ledger,
            ThumbnailProperties thumbnailProperties,
            ImageRecords records,
            ImageSource source,
            OneAtATime oneAtATime,
            PixelLimit pixels,
            Spool spool,
            BlockedImageCounter blocked,
            Tracing tracing,
            MeterRegistry meters) {
        var metrics = new ImageMetrics(meters, properties.quota().toBytes());
        var thumbnailMetrics = new ThumbnailMetrics(meters);
        if (!properties.isKept()) {
            return new ImageKeeper(null);
        }
        var store = open(properties, ledger, records, pixels);
        var copies = new ImageCopies(records, source, store, metrics, blocked, tracing, properties);
        var thumbnails = new ThumbnailFiles(
                properties.folder(ledger).resolve("thumbnails"),
                thumbnailProperties.size(),
                thumbnailProperties.quota().toBytes());
        var janitor = new ImageJanitor(records, store, thumbnails, metrics, oneAtATime, properties);
        return new ImageKeeper(new KeptImages(
                records,
                store,
                copies,
                janitor,
                new KeptThumbnails(thumbnails, thumbnailProperties, spool, thumbnailMetrics),
                properties.timeToLive()));
    }

    @Bean
    BlockedImageCounter blockedImageCounter(MeterRegistry meters, Clients clients) {
        return new BlockedImageCounter(meters, clients);
    }

    @Bean
    BlockedImages blockedImages(ImageKeeper keeper, BlockedImageCounter counter) {
        return new BlockedImages(keeper, counter);
    }

    /** The classes of the AWS SDK are loaded only by the branch that needs them. */
    private static ImageStore open(ImagesProperties properties, Path ledger, ImageRecords records, PixelLimit pixels) {
        return switch (properties.store()) {
            case NONE -> throw new IllegalArgumentException("nothing is kept");
            case DISK -> {
                var folder = properties.folder(ledger);
                try {
                    yield new DiskStore(folder, pixels);
                } catch (UncheckedIOException e) {
                    throw new StartupException(
                            "gateway.images.directory " + folder + " cannot be used: " + e.getCause());
                }
            }
            case S3 ->
                new S3Store(
                        properties.s3(), new CopyFolder(properties.spool(ledger), pixels), records, Clock.systemUTC());
        };
    }

    @Bean
    @ConditionalOnProperty(name = "gateway.images.store", havingValue = "s3")
    ImageStoreHealth imageStoreHealth(ImageKeeper keeper) {
        return new ImageStoreHealth(keeper);
    }

    @Bean
    ImageLinks imageLinks(ImagesProperties properties, ImageRecords records) {
        return new ImageLinks(keys(properties, records), properties.longestUrlLifetime(), Clock.systemUTC());
    }

    private static List<Secret> keys(ImagesProperties properties, ImageRecords records) {
        if (!properties.signingKeys().isEmpty() || !properties.isKept()) {
            return properties.signingKeys();
        }
        var random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        return List.of(records.signingKey(Secret.of(HexFormat.of().formatHex(random))));
    }
}
