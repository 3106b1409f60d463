package dev.imagegateway.billing;

import java.util.List;
import java.util.Set;

/**
 * The usage logs of a time range.
 *
 * @param rows the rows without duplicates, in no particular order, including those of keys that were read in part
 * @param complete {@code Secret.name()} of the keys whose rows were read completely; a name that several keys share is
 *     included only if all of them were
 */
public record LogReading(List<LogRow> rows, Set<String> complete) {}
