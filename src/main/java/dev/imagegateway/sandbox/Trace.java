package dev.imagegateway.sandbox;

import dev.imagegateway.sandbox.SandboxProperties.ResponseProfile;
import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The identifiers of a request, and the format of its response.
 *
 * @param inferenceId {@code x-inference-id} of the response, {@code reference_id} of the ledger
 * @param clientRequestId the caller's {@code X-Client-Request-Id}; null if it is absent or malformed, because the
 *     vendor silently drops malformed ones
 */
record Trace(
        String requestId,
        String inferenceId,
        @Nullable String clientRequestId,
        String path,
        Instant time,
        ResponseProfile profile) {

    private static final Pattern CLIENT_REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    static Trace of(Call call, Instant now, ResponseProfile profile, RandomGenerator random) {
        return new Trace(Ids.nanoid(random), Ids.nanoid(random), clientRequestId(call), call.path(), now, profile);
    }

    /** Returns this trace with the profile of a fault, if it has one. */
    Trace in(@Nullable Injection injection) {
        ResponseProfile other = injection == null ? null : injection.profile();
        return other == null ? this : new Trace(requestId, inferenceId, clientRequestId, path, time, other);
    }

    static @Nullable String clientRequestId(Call call) {
        String id = call.header("X-Client-Request-Id");
        return id != null && CLIENT_REQUEST_ID.matcher(id).matches() ? id : null;
    }
}
