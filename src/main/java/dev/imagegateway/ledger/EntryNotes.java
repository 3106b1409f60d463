package dev.imagegateway.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger stores about a generation for people only. It is not part of {@link Entry}, because it can be long and
 * most readers do not need it.
 *
 * @param prompt null unless prompts were stored when the generation was held
 * @param attempts in order; empty if they are not known
 */
public record EntryNotes(@Nullable String prompt, List<AttemptRecord> attempts) {

    /** Nothing is known. */
    public static final EntryNotes NONE = new EntryNotes(null, List.of());
}
