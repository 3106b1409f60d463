package dev.imagegateway.image;

import java.util.Locale;

/**
 * The cost of a generation and its source.
 *
 * @param credits whole credits
 * @param source where the amount comes from
 */
public record Cost(Credits credits, Source source) {

    /** Where a cost comes from, most reliable first. */
    public enum Source {
        /** The response's {@code meta.usage.credits_used}, or {@code tokens_used} until January 2026. */
        BODY,
        /** The response's header {@code x-aimlapi-credits-used}. */
        HEADER,
        /** Not reported: the catalogue's price times the number of images. */
        CATALOGUE;

        /** The name in metrics and logs. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
