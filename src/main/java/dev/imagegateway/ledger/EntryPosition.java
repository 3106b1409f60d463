package dev.imagegateway.ledger;

import java.time.Instant;

/**
 * A position in the list of generations. Later generations do not move it.
 *
 * @param heldAt when the generation at this position was held
 * @param id the id of that generation
 */
public record EntryPosition(Instant heldAt, String id) {}
