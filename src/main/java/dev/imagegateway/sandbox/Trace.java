package dev.imagegateway.sandbox;

import dev.imagegateway.sandbox.SandboxProperties.ResponseProfile;
import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What identifies one request, and the form its answer takes.
 *
 * @param inferenceId {@code x-inference-id} of the answer, {@code reference_id} of the ledger
 * @param clientRequestId the caller's {@code X-Client-Request-Id}; null when it is absent or malformed, since the
 *     vendor drops such ones silently
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

    /** The same request, answered in the profile that a fault asks for, if any. */
    Trace in(@Nullable Injection injection) {
        ResponseProfile other = injection == null ? null : injection.profile();
        return other == null ? this : new Trace(requestId, inferenceId, clientRequestId, path, time, other);
    }

    static @Nullable String clientRequestId(Call call) {
        String id = call.header("X-Client-Request-Id");
        return id != null && CLIENT_REQUEST_ID.matcher(id).matches() ? id : null;
    }
}
