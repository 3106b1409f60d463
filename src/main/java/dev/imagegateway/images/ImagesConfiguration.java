package dev.imagegateway.images;

import dev.imagegateway.client.Clients;
import dev.imagegateway.ledger.ImageRecords;
import dev.imagegateway.problem.StartupException;
import dev.imagegateway.secret.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
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
            BlockedImageCounter blocked,
            PixelLimit pixels,
            MeterRegistry meters) {
        var metrics = new ImageMetrics(meters, properties.quota().toBytes());
        if (!properties.isKept()) {
            return new ImageKeeper(null);
        }
        var folder = properties.directory() == null ? ledger.resolve("images") : properties.directory();
        var store = open(folder, pixels);
        var copies = new ImageCopies(records, source, store, metrics, blocked, properties);
        var thumbnails = new ThumbnailFiles(
                folder.resolve("thumbnails"),
                thumbnailProperties.size(),
                thumbnailProperties.quota().toBytes());
        var janitor = new ImageJanitor(records, store, thumbnails, metrics, properties);
        return new ImageKeeper(new KeptImages(
                records,
                store,
                copies,
                janitor,
                new KeptThumbnails(thumbnails, thumbnailProperties, meters),
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

    private static DiskStore open(Path folder, PixelLimit pixels) {
        try {
            return new DiskStore(folder, pixels);
        } catch (UncheckedIOException e) {
            throw new StartupException("gateway.images.directory " + folder + " cannot be used: " + e.getCause());
        }
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
