package dev.imagegateway.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sandbox as a test sees it: over its own HTTP.
 *
 * @param url where it listens
 */
public record Sandbox(URI url) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Every POST it saw since the last reset, in order. */
    public List<JsonNode> posts() {
        return StreamSupport.stream(
                        call("GET", "/sandbox/requests", "")
                                .json()
                                .path("requests")
                                .spliterator(),
                        false)
                .toList();
    }

    /** Those of {@link #posts} with this prompt. */
    public List<JsonNode> postsFor(String prompt) {
        return posts().stream().filter(post -> promptOf(post).equals(prompt)).toList();
    }

    /** What one of {@link #posts} asked for. */
    public static String promptOf(JsonNode post) {
        return JSON.readTree(post.path("body").stringValue()).path("prompt").asString();
    }

    /** The body of the last POST. */
    public JsonNode lastBody() {
        return JSON.readTree(posts().getLast().path("body").stringValue());
    }

    /** Credits it billed since the last reset. */
    public long billed() {
        return call("GET", "/sandbox/bill", "").json().path("credits").longValue();
    }

    /** How many attempts it billed since the last reset. */
    public int billedAttempts() {
        return call("GET", "/sandbox/bill", "").json().path("rows").size();
    }

    /** Adds a rule, in the sandbox's own words. */
    public void fault(String rule) {
        call("POST", "/sandbox/faults", rule);
    }

    public void reset() {
        call("POST", "/sandbox/reset", "");
    }

    public Answer call(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            var answer = Answer.of(HTTP.send(request, BodyHandlers.ofByteArray()));
            if (answer.status() >= 400) {
                throw new AssertionError(request + ": " + answer.text());
            }
            return answer;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
