package dev.imagegateway.generation;

import dev.imagegateway.schema.NotBlankText;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.CodePointLength;

/**
 * An operator's decision to add a billed generation to the books that they do not have.
 *
 * @param client the id of the client that pays, 1 to 64 of {@code a–z 0–9 . _ -}
 * @param reason why it belongs to this gateway, for later audits: 1 to 500 code points, not blank
 */
record AdoptionRequest(
        @NotNull @NotBlankText @CodePointLength(max = 64) @Pattern(regexp = "[a-z0-9._-]+")
        String client,

        @NotNull @NotBlankText @CodePointLength(max = 500) String reason) {}
