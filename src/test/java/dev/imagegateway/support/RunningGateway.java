package dev.imagegateway.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/** What one can do with a gateway over HTTP, wherever it runs. */
public sealed interface RunningGateway extends AutoCloseable permits Gateway, GatewayProcess {

    int port();

    int managementPort();

    HttpClient http();

    /** Of both ports. */
    default String scheme() {
        return "http";
    }

    @Override
    void close();

    default HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(scheme() + "://127.0.0.1:" + port() + path))
                .timeout(Duration.ofMinutes(2));
    }

    /** A request for images with a good key, ready to be changed. */
    default HttpRequest.Builder generation(String body) {
        return to("/v1/images/generations")
                .header("Authorization", "Bearer " + TestKeys.CLIENT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    default Answer generate(String body) {
        return send(generation(body));
    }

    default Answer actuator(String page) {
        return send(
                HttpRequest.newBuilder(URI.create(scheme() + "://127.0.0.1:" + managementPort() + "/actuator" + page)));
    }

    /** The value of a line of the Prometheus page, 0 if there is none. */
    default double metric(String name, String... tags) {
        return actuator("/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(tags).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** A generation as its caller sees it, once it has ended: as often as it takes, no answer waits for ever. */
    default JsonNode ended(String location) {
        return await().until(
                        () -> send(to(location)
                                        .header("Authorization", "Bearer " + TestKeys.CLIENT)
                                        .header("Prefer", "wait=20"))
                                .json(),
                        generation -> !generation.path("state").asString().equals("held"));
    }

    /** Sends it, keeps the answer for {@code LeakSearch}, and fails without one. */
    default Answer send(HttpRequest.Builder builder) {
        return switch (call(builder)) {
            case Call.Answered call -> call.answer();
            case Call.Broken call -> throw new AssertionError("no answer to " + builder.build(), call.cause());
        };
    }

    /** Sends it to a gateway that may not live to answer; an answer is kept for {@code LeakSearch}. */
    default Call call(HttpRequest.Builder builder) {
        var request = builder.build();
        var call = callUnkept(request);
        if (call instanceof Call.Answered answered) {
            Exchanges.keep(request.method() + " " + request.uri().getPath(), answered.answer());
        }
        return call;
    }

    /** {@link #call}, on a thread of its own. */
    default CompletableFuture<Call> callLater(HttpRequest.Builder builder) {
        return CompletableFuture.supplyAsync(() -> call(builder), Thread::startVirtualThread);
    }

    /** {@link #call} for those who keep what was answered themselves. */
    default Call callUnkept(HttpRequest request) {
        try {
            return new Call.Answered(Answer.of(http().send(request, BodyHandlers.ofByteArray())));
        } catch (IOException e) {
            return new Call.Broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
