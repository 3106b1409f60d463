package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.TestImages;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

/** Thumbnails take a bounded number of threads, and a bounded part of a caller's time. */
class ThumbnailLimitTests {

    private static final byte[] PNG = TestImages.png(TestImages.plain(40, 30, BufferedImage.TYPE_INT_RGB, -1));

    /** Bytes whose store does not answer until the latch is open, and that are never in the heap as a whole. */
    private static Resource slow(CountDownLatch opened) {
        return new ByteArrayResource(PNG) {
            @Override
            public InputStream getInputStream() throws IOException {
                try {
                    opened.await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException(e.getMessage());
                }
                return new FilterInputStream(super.getInputStream()) {
                    @Override
                    public byte[] readAllBytes() {
                        throw new AssertionError("read as a whole");
                    }
                };
            }
        };
    }

    private static KeptThumbnails thumbnails(ThumbnailFiles files, ThumbnailProperties properties) {
        return new KeptThumbnails(
                files, properties, new Spool(DataFolders.fresh()), new ThumbnailMetrics(new SimpleMeterRegistry()));
    }

    private static KeptImage image(Resource bytes) {
        return new KeptImage(bytes, new ImageFacts("00", "image/png", PNG.length, 40, 30, false));
    }

    @Test
    void storeThatHangsTakesNeitherItsCallerNorTheThreadLongerThanTheTimeout() throws IOException {
        var folder = DataFolders.fresh();
        var files = new ThumbnailFiles(folder, 256, 1 << 20);
        var properties = new ThumbnailProperties(256, 1 << 20, 1, Duration.ofMillis(100), DataSize.ofMegabytes(1));
        var opened = new CountDownLatch(1);
        try (var thumbnails = thumbnails(files, properties)) {
            assertThatExceptionOfType(GatewayException.class)
                    .isThrownBy(() -> thumbnails.of("img-slow", image(slow(opened)), () -> true))
                    .satisfies(failure -> assertThat(failure.problem().type()).isEqualTo(ProblemType.OVERLOADED));

            // the one thread is free again
            await().ignoreExceptions()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> thumbnails.of("img-other", image(new ByteArrayResource(PNG)), () -> true).length > 0);

            opened.countDown();
            await().ignoreExceptions()
                    .until(() -> thumbnails.of("img-slow", image(slow(opened)), () -> true).length > 0);
        }
        assertThat(Files.exists(folder.resolve("256/img-other.jpg"))).isTrue();
    }

    @Test
    void thumbnailOfAnImageThatIsDeletedMeanwhileIsNotKept() {
        var folder = DataFolders.fresh();
        var files = new ThumbnailFiles(folder, 256, 1 << 20);
        var properties = new ThumbnailProperties(256, 1 << 20, 1, Duration.ofMinutes(1), DataSize.ofMegabytes(1));
        try (var thumbnails = thumbnails(files, properties)) {
            assertThat(thumbnails.of("img-gone", image(new ByteArrayResource(PNG)), () -> false))
                    .isNotEmpty();
        }
        assertThat(folder.resolve("256/img-gone.jpg")).doesNotExist();
    }
}
