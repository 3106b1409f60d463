package dev.imagegateway.model;

import dev.imagegateway.support.Gateway;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One body and what becomes of it.
 *
 * @param name what it is about
 * @param body as sent
 * @param forwarded the upstream's body but for a seed that the caller did not give; null if it is refused
 * @param violations each as {@code pointer code}, sorted; empty if it is accepted
 */
public record RequestCase(
        String name, String body, @Nullable String forwarded, List<String> violations) {

    private static final String MODEL_AND_CAT = Gateway.MODEL + ",\"prompt\":\"a cat\"";

    /** A good body with these fields besides, forwarded with those instead. */
    public static RequestCase takes(String fields, String forwarded) {
        return whole("takes " + fields, withCat(fields), withCat(forwarded));
    }

    /** A good body with these fields besides, forwarded as they are. */
    public static RequestCase takes(String fields) {
        return takes(fields, fields);
    }

    /** A good body with these fields besides, refused. */
    public static RequestCase refuses(String fields, String... violations) {
        return broken("refuses " + fields, withCat(fields), violations);
    }

    public static RequestCase whole(String name, String body, String forwarded) {
        return new RequestCase(name, body, forwarded, List.of());
    }

    public static RequestCase broken(String name, String body, String... violations) {
        return new RequestCase(
                name, body, null, Arrays.stream(violations).sorted().toList());
    }

    private static String withCat(String fields) {
        return "{" + MODEL_AND_CAT + (fields.isEmpty() ? "" : ",") + fields + "}";
    }

    @Override
    public String toString() {
        return name.length() > 100 ? name.substring(0, 100) + "…" : name;
    }
}
