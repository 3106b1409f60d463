package dev.imagegateway.billing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of reading which models end or have ended. */
public sealed interface RetirementReading {

    /**
     * A list that was read.
     *
     * @param etag the ETag for the next reading; null if there was none
     */
    record Changed(List<Retirement> retirements, @Nullable String etag) implements RetirementReading {}

    /** The list is the one that was read before. */
    record Unchanged() implements RetirementReading {}

    /**
     * The list could not be read.
     *
     * @param reason for the log
     */
    record Failed(String reason) implements RetirementReading {}
}
