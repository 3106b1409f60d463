package dev.imagegateway.support;

import dev.imagegateway.secret.Secret;
import dev.imagegateway.support.process.PostgresServer;
import dev.imagegateway.support.process.RedisServer;
import dev.imagegateway.support.process.S3Server;
import java.util.List;

/** High-entropy keys that the whole suite uses, so that {@code LeakSearch} can look for them in what it left behind. */
public final class TestKeys {

    /** The gateway's key with the upstream. */
    public static final String UPSTREAM = "q7VxK2mZp9RtY4wLc8NbJ3hFs6DgA1eU";

    /** The one that replaces it. */
    public static final String UPSTREAM_NEXT = "Zr5HyC8nWk3TjV6sPb9QxM2dLf7Ga4Ue";

    /** A client's key. */
    public static final String CLIENT = "igw-T5nWz8QkX2vPj7MrB4yHd9LsCf6Ga3Ue";

    /** A second key of the same client, as while keys are rotated. */
    public static final String CLIENT_NEXT = "igw-N8cRk3VwD6tZq1XmJ5pLy7BhGs2Fe9Ta";

    /** The key of client {@code team-b}, where there is one. */
    public static final String TEAM_B = "igw-W7dLq2YhNs9Kx4VtRc6MzPj3Bf8Ga5Te";

    /** The key of client {@code team-c}, where there is one. */
    public static final String TEAM_C = "igw-J6vTm9XpCz3Wk8RbQn5HyDf2Ls7Ga4Ue";

    /** The key of the admin, where there is one. */
    public static final String ADMIN = "igw-P3zKx8LwHq5Vn7TbYc9RmJd4Sf6Gj2Ea";

    /** A key that no client has. */
    public static final String STRANGER = "igw-H4jPx9CvM2bWs6KqR8nTf3ZdYl7Gu5Ea";

    /** All of them, and the passwords of the test's PostgreSQL, Redis and S3. */
    public static final List<String> ALL = List.of(
            UPSTREAM,
            UPSTREAM_NEXT,
            CLIENT,
            CLIENT_NEXT,
            TEAM_B,
            TEAM_C,
            ADMIN,
            STRANGER,
            PostgresServer.PASSWORD,
            S3Server.SECRET,
            RedisServer.PASSWORD);

    private TestKeys() {}

    /** What the books call a key. */
    public static String name(String key) {
        return Secret.of(key).name();
    }
}
