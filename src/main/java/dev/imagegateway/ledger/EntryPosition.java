package dev.imagegateway.ledger;

import java.time.Instant;

/**
 * A place in the list of generations, which no later generation moves.
 *
 * @param heldAt when the one that is there was held
 * @param id its name
 */
public record EntryPosition(Instant heldAt, String id) {}
