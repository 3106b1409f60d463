package dev.imagegateway.sandbox;

import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether a request may generate. These checks run before the body is read, as in the vendor's framework. */
sealed interface Admission {

    record Authorized(Key key, GenerationRequest request) implements Admission {}

    /** Prefix and model are null if the key was not recognised; no key's logs then show the request. */
    record Refused(
            Refusal refusal,
            @Nullable String keyPrefix,
            @Nullable String model) implements Admission {}

    static Admission of(Call call, SandboxProperties settings, Predicate<Model> withdrawn) {
        return switch (Caller.of(call, settings)) {
            case Caller.Unknown unknown -> new Refused(unknown.refusal(), null, null);
            case Caller.Known known
            when known.key().management() ->
                new Refused(Refusal.forbidden("Management keys cannot be used for inference"), null, null);
            case Caller.Known known -> of(call, settings, known.key(), withdrawn);
        };
    }

    private static Admission of(Call call, SandboxProperties settings, Key key, Predicate<Model> withdrawn) {
        return switch (BodyRules.parse(call, settings, withdrawn)) {
            case BodyRules.Parsed.Failed failed -> new Refused(failed.refusal(), key.prefix(), failed.model());
            case BodyRules.Parsed.Passed passed -> new Authorized(key, passed.request());
        };
    }

    static @Nullable String keyPrefix(Call call, SandboxProperties settings) {
        return Caller.of(call, settings) instanceof Caller.Known known
                ? known.key().prefix()
                : null;
    }

    /** The caller, identified by its bearer token. */
    sealed interface Caller {
        record Known(Key key) implements Caller {}

        record Unknown(Refusal refusal) implements Caller {}

        static Caller of(Call call, SandboxProperties settings) {
            String header = call.header("Authorization");
            if (header == null || !header.toLowerCase(Locale.ROOT).startsWith("bearer")) {
                return new Unknown(Refusal.unauthorized(Refusal.NO_KEY));
            }
            String token = header.substring("bearer".length()).strip();
            if (token.isEmpty()) {
                return new Unknown(Refusal.unauthorized(Refusal.EMPTY_KEY));
            }
            Key key = Key.find(settings, token);
            return key == null ? new Unknown(Refusal.unauthorized(Refusal.NO_KEY)) : new Known(key);
        }
    }
}
