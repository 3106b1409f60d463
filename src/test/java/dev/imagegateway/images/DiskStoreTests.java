package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.support.DataFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A deletion waits for the ledger, and nobody else waits for the deletion. */
class DiskStoreTests {

    private static final byte[] PNG = DeliveryTests.PNG;

    private final DiskStore store = new DiskStore(DataFolders.fresh(), new PixelLimit(1));

    private ImageFacts keep(String id, byte[] image) {
        try (var copy = store.newCopy()) {
            copy.stream().write(image);
            return store.keep(id, copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ImageFacts recorded(String id, byte[] image) {
        var facts = keep(id, image);
        store.recorded(id, facts);
        return facts;
    }

    @Test
    void otherImagesAreKeptAndDeletedWhileTheLedgerIsAsked() {
        var image = recorded("img-1-0", PNG);
        var other = recorded("img-2-0", Arrays.copyOf(PNG, PNG.length + 1));

        store.delete("img-1-0", image, () -> {
            var others = CompletableFuture.runAsync(() -> {
                store.delete("img-2-0", other, () -> false);
                recorded("img-3-0", Arrays.copyOf(PNG, PNG.length + 2));
                // equal to the one that is being deleted
                recorded("img-4-0", PNG);
            });
            assertThatCode(() -> others.get(10, TimeUnit.SECONDS)).doesNotThrowAnyException();
            return true;
        });

        assertThat(store.find("img-2-0", other)).isEmpty();
        assertThat(store.size()).isEqualTo(2 * PNG.length + 2);
    }

    @Test
    void fileThatIsKeptAgainWhileTheLedgerIsAskedIsNotDeleted() {
        var image = recorded("img-1-0", PNG);
        var asked = new int[1];

        store.delete("img-1-0", image, () -> {
            asked[0]++;
            if (asked[0] == 1) {
                recorded("img-2-0", PNG);
                // what the ledger said before the copy was recorded
                return false;
            }
            return true;
        });

        assertThat(asked[0]).isEqualTo(2);
        assertThat(store.find("img-2-0", image)).isPresent();
        assertThat(store.size()).isEqualTo(PNG.length);
    }

    @Test
    void copyThatIsNotRecordedYetIsNotDeletedHoweverOftenItsBytesWereKept() {
        keep("img-1-0", PNG);
        var image = recorded("img-2-0", PNG);

        store.delete("img-2-0", image, () -> false);
        assertThat(store.find("img-1-0", image)).isPresent();

        store.recorded("img-1-0", image);
        store.delete("img-1-0", image, () -> false);
        assertThat(store.find("img-1-0", image)).isEmpty();
        assertThat(store.size()).isZero();
    }
}
