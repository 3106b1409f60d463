package dev.imagegateway.images;

import dev.imagegateway.ledger.ImageRecord;
import dev.imagegateway.problem.GatewayException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes kept images as a ZIP, one after the other, so that a single one is open and a piece of it in memory. */
final class ImageArchive {

    /** The name of the entry that lists images which are left out. */
    static final String MISSING = "missing.txt";

    private final KeptImages images;

    ImageArchive(KeptImages images) {
        this.images = images;
    }

    /**
     * Writes the images in this order. An image that cannot be opened is listed at the end; one that breaks off ends the
     * archive without its directory, so that no reader takes it for complete.
     *
     * @param records those of the images that the caller may read, by id
     */
    void write(List<String> ids, Map<String, ImageRecord> records, OutputStream out) throws IOException {
        var missing = new ArrayList<String>();
        var zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        // images are compressed already. The method STORED would need their checksums before their bytes
        zip.setLevel(Deflater.NO_COMPRESSION);
        for (var id : ids) {
            var record = records.get(id);
            var reason = record == null ? "there is no such image of yours" : add(record, zip);
            if (reason != null) {
                missing.add(id + ": " + reason);
            }
        }
        if (!missing.isEmpty()) {
            zip.putNextEntry(new ZipEntry(MISSING));
            zip.write((String.join("\n", missing) + "\n").getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        zip.finish();
        zip.flush();
    }

    /** Returns why an image is left out; null if it is written. */
    private @Nullable String add(ImageRecord record, ZipOutputStream zip) throws IOException {
        KeptImage.Opened opened;
        KeptImage image;
        try {
            var found = images.file(record.id(), Duration.ZERO);
            if (found.isEmpty()) {
                return switch (record.state()) {
                    case PENDING -> "the gateway has not copied it yet";
                    case KEPT -> "its store has lost it";
                    case FAILED, REMOVED -> "the gateway does not keep it: " + record.reason();
                };
            }
            image = found.get();
            opened = image.open(0, image.facts().bytes() - 1);
        } catch (FileNotFoundException _) {
            return "its store has lost it";
        } catch (GatewayException | IOException _) {
            return "its store does not respond; ask again later";
        }
        try (var _ = opened.closing();
                var bytes = opened.bytes().getInputStream()) {
            zip.putNextEntry(new ZipEntry(
                    ImageController.fileName(record.id(), image.facts().mediaType())));
            bytes.transferTo(zip);
            zip.closeEntry();
        }
        return null;
    }
}
