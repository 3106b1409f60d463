package dev.imagegateway.generation;

import dev.imagegateway.schema.NotBlankText;
import dev.imagegateway.schema.OneOf;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/**
 * An operator's decision about a generation whose outcome is unknown.
 *
 * @param state {@code settled} or {@code released}
 * @param credits the cost; required with {@code settled} and not allowed with {@code released}
 * @param reason how the operator knows, for later audits: 1 to 500 code points, not blank
 */
record ResolutionRequest(
        @NotNull @OneOf({"settled", "released"}) String state,
        @Nullable @Min(0) @Max(1_000_000_000_000L) Long credits,
        @NotNull @NotBlankText @CodePointLength(max = 500) String reason) {}
