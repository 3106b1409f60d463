package dev.imagegateway.images;

import dev.imagegateway.client.Client;
import dev.imagegateway.client.Clients;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the images that the vendor's safety checker blocked, each once, by the client that paid for it. */
final class BlockedImageCounter {

    private final MeterRegistry meters;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    /** Creates all counters at 0, because the first increase of a counter that appears with it is invisible. */
    BlockedImageCounter(MeterRegistry meters, Clients clients) {
        this.meters = meters;
        clients.forEachNowAndLater(client -> of(client.id()));
    }

    private Counter of(String client) {
        return counters.computeIfAbsent(
                client,
                id -> Counter.builder("image.gateway.images.blocked")
                        .description("Images that the vendor's safety checker blocked and billed")
                        .tags("client", id)
                        .register(meters));
    }

    /** Counts the blocked ones among a client's new images. */
    void count(Client client, Collection<Boolean> images) {
        of(client.id())
                .increment((double) images.stream().filter(blocked -> blocked).count());
    }

    /** Counts blocked images, given the client of each. */
    void count(Collection<String> clients) {
        clients.forEach(client -> of(client).increment());
    }
}
