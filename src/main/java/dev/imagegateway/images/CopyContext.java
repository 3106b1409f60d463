package dev.imagegateway.images;

import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.ledger.ImageRecord;
import dev.imagegateway.telemetry.RequestScope;
import dev.imagegateway.telemetry.Tracing;
import io.micrometer.tracing.Span;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gives copies the log fields of their generation. A copy that a settlement began also has those of its request, and a
 * span within its trace.
 */
final class CopyContext {

    private CopyContext() {}

    /**
     * Captures the context of a copy.
     *
     * @param client the client that paid; null if the current thread's context has it
     */
    static RequestScope of(Tracing tracing, String id, @Nullable String client, CompletableFuture<ImageFacts> copy) {
        var span = tracing.begin("keep image");
        if (!span.isNoop()) {
            Tracing.quietly(() -> span.tag("gateway.image", id));
            var _ = copy.whenComplete((facts, failure) -> Tracing.end(span, () -> describe(span, facts, failure)));
        }
        return tracing.scope(client, ImageRecord.generation(id)).with(span);
    }

    private static void describe(Span span, @Nullable ImageFacts facts, @Nullable Throwable failure) {
        if (facts != null) {
            span.tag("gateway.bytes", facts.bytes());
        }
        if (failure instanceof FetchFailedException failed) {
            Tracing.failed(span, failed.reason().name().toLowerCase(Locale.ROOT));
        } else if (failure != null) {
            Tracing.failed(span, failure.getClass().getName());
        }
    }
}
