package dev.imagegateway;

/** High-entropy keys that the whole suite uses, so that {@link LeakSearch} can look for them in what it left behind. */
final class TestKeys {

    /** The gateway's key with the upstream. */
    static final String UPSTREAM = "q7VxK2mZp9RtY4wLc8NbJ3hFs6DgA1eU";

    /** The one that replaces it. */
    static final String UPSTREAM_NEXT = "Zr5HyC8nWk3TjV6sPb9QxM2dLf7Ga4Ue";

    /** A client's key. */
    static final String CLIENT = "igw-T5nWz8QkX2vPj7MrB4yHd9LsCf6Ga3Ue";

    /** A second key of the same client, as while keys are rotated. */
    static final String CLIENT_NEXT = "igw-N8cRk3VwD6tZq1XmJ5pLy7BhGs2Fe9Ta";

    /** A key that no client has. */
    static final String STRANGER = "igw-H4jPx9CvM2bWs6KqR8nTf3ZdYl7Gu5Ea";

    private TestKeys() {}
}
