package dev.imagegateway.console;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.imagegateway.console.ConsoleInBrowser.Running;
import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.json.JsonMapper;

/** Generations that the console shows, made by a program with the key that the console uses. */
record Books(Running console) {

    static final String KEY = "sandbox-key";

    /** As patient as all waits of the tests. */
    private static final int PATIENCE_MS = 60_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Books of(Running console) {
        return new Books(console);
    }

    /** Opens a view of the console, signed in with that key. */
    static Tab tab(Running console, String route) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        return Tab.open(console, ColorScheme.LIGHT, false, "/console/" + route);
    }

    Answer get(String path) {
        var gateway = console.gateway();
        return gateway.send(gateway.to(path).header("Authorization", "Bearer " + KEY));
    }

    Answer generate(String prompt, String user) {
        var gateway = console.gateway();
        return gateway.send(gateway.generation(body(prompt, user)).setHeader("Authorization", "Bearer " + KEY));
    }

    /** Does not wait for the images. */
    void generateLater(String prompt, String user) {
        var gateway = console.gateway();
        gateway.send(gateway.generation(body(prompt, user))
                .setHeader("Authorization", "Bearer " + KEY)
                .header("Prefer", "respond-async"));
    }

    private static String body(String prompt, String user) {
        return "{" + Gateway.MODEL + ",\"prompt\":" + JSON.writeValueAsString(prompt) + ",\"user\":"
                + JSON.writeValueAsString(user) + "}";
    }

    /** Adds a fault of the sandbox. */
    void fault(String rule) {
        console.server().sandbox().fault(rule);
    }

    /** So that what is unknown stays so for the whole test. */
    void hideFromReconciliation() {
        console.server().sandbox().call("PUT", "/sandbox/settings", "{\"log-delay\":\"1h\",\"ledger-delay\":\"1h\"}");
    }

    /** The ids of a user's images, newest first, once so many are kept. */
    List<String> keptImages(String user, int count) {
        return await().until(
                        () -> StreamSupport.stream(
                                        get("/v1/generations?user=" + user)
                                                .json()
                                                .path("data")
                                                .spliterator(),
                                        false)
                                .flatMap(generation -> generation.path("images").valueStream())
                                .filter(image -> image.path("state").asString().equals("kept"))
                                .map(image -> image.path("id").asString())
                                .toList(),
                        kept -> kept.size() == count);
    }
}
