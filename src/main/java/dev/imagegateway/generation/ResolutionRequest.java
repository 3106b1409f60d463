package dev.imagegateway.generation;

import dev.imagegateway.image.NotBlankText;
import dev.imagegateway.image.OneOf;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decides on a generation that is unknown.
 *
 * @param state {@code settled} or {@code released}
 * @param credits what it cost; with {@code settled}, and only with it
 * @param reason how the operator knows, for those who ask later: 1 to 500 code points, not blank
 */
record ResolutionRequest(
        @NotNull @OneOf({"settled", "released"}) String state,
        @Nullable @Min(0) @Max(1_000_000_000_000L) Long credits,
        @NotNull @NotBlankText @CodePointLength(max = 500) String reason) {}
