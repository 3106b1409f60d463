package dev.imagegateway.billing;

import java.util.List;
import java.util.Set;

/**
 * What the logs of a span of time hold.
 *
 * @param rows each once, in no particular order, of keys that could be read in part too
 * @param complete {@code Secret.name()} of the keys of which every row was read; where several keys share a name, only
 *     if all of them were
 */
public record LogReading(List<LogRow> rows, Set<String> complete) {}
