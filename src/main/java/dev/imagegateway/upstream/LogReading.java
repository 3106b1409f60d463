package dev.imagegateway.upstream;

import java.util.List;
import java.util.Set;

/**
 * What the logs of a span of time hold.
 *
 * @param rows each once, in no particular order, of keys that could be read in part too
 * @param complete prefixes of the keys of which every row was read, as {@code Secret.prefix()} shows them; of a prefix
 *     that several keys of the ring share, those of all of them. It speaks of keys that are in the ring now: of one
 *     that was replaced by another with the same prefix it knows nothing.
 */
public record LogReading(List<LogRow> rows, Set<String> complete) {}
