package dev.imagegateway.image;

import java.util.Locale;

/**
 * What a generation cost, and who says so.
 *
 * @param credits whole credits
 * @param source where the figure was read
 */
public record Cost(Credits credits, Source source) {

    /** Where a cost can be read, the best first. */
    public enum Source {
        /** The answer's {@code meta.usage.credits_used}, or {@code tokens_used} until January 2026. */
        BODY,
        /** The answer's header {@code x-aimlapi-credits-used}. */
        HEADER,
        /** Not reported: the catalogue's price times the images. */
        CATALOGUE;

        /** The name in metrics and logs. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
