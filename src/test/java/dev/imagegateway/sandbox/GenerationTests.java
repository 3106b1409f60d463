package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.MODEL;
import static dev.imagegateway.sandbox.SandboxCaller.T_REX;
import static dev.imagegateway.sandbox.SandboxCaller.header;
import static dev.imagegateway.sandbox.SandboxCaller.json;
import static dev.imagegateway.sandbox.SandboxCaller.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GenerationTests {

    private SandboxCaller sandbox = new SandboxCaller();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void answersWithUrlsAndTheirCost() throws Exception {
        HttpResponse<String> response =
                sandbox.generate(T_REX.replace("}", ",\"num_images\":3}"), "X-Client-Request-Id", "job-42:1");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "content-type")).isEqualTo("application/json; charset=utf-8");
        JsonNode body = json(response);
        assertThat(body.propertyNames()).containsExactly("data", "meta");
        assertThat(body.get("data")).hasSize(3);
        assertThat(body.at("/data/0/url").stringValue())
                .matches(sandbox.server.baseUrl() + "/flamingo/files/b/[0-9a-f]{8}/[A-Za-z0-9_-]{21}\\.png");
        assertThat(body.at("/meta/usage/credits_used").longValue()).isEqualTo(273_000);
        assertThat(response.body()).contains("\"usd_spent\":0.1365}");
        assertThat(header(response, "x-aimlapi-credits-used")).isEqualTo("273000");
        assertThat(header(response, "x-aimlapi-usd-spent")).isEqualTo("0.136500000");
        assertThat(header(response, "x-inference-id")).matches("[A-Za-z0-9_-]{21}");
        assertThat(header(response, "x-client-request-id")).isEqualTo("job-42:1");
    }

    @Test
    void billsWhatItAnswered() throws Exception {
        HttpResponse<String> response =
                sandbox.generate(T_REX.replace("}", ",\"num_images\":2}"), "X-Client-Request-Id", "a.1");

        JsonNode bill = sandbox.bill();
        assertThat(bill.get("credits").longValue()).isEqualTo(182_000);
        assertThat(bill.get("images").longValue()).isEqualTo(2);
        assertThat(bill.get("generations").longValue()).isEqualTo(1);
        assertThat(bill.get("rows")).hasSize(1);
        assertThat(bill.at("/rows/0/inference_id").stringValue()).isEqualTo(header(response, "x-inference-id"));
        assertThat(bill.at("/rows/0/client_request_id").stringValue()).isEqualTo("a.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/images/generations",
                "/v1/images/generations/",
                "/images/generations",
                "/v1/images/generations/with-url"
            })
    void acceptsEveryPathThatTheVendorAccepts(String path) throws Exception {
        HttpResponse<String> response = sandbox.send(sandbox.to(path)
                .header("Authorization", "Bearer " + SandboxCaller.KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(T_REX)));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void dropsAMalformedClientRequestIdAndBillsAllTheSame() throws Exception {
        HttpResponse<String> response = sandbox.generate(T_REX, "X-Client-Request-Id", "with a blank");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "x-client-request-id")).isEmpty();
        assertThat(sandbox.bill().at("/rows/0/client_request_id").isNull()).isTrue();
    }

    @Test
    void recordsEachPostButNotTheKey() throws Exception {
        String unusual = "{ \"prompt\" : \"ä\"," + MODEL + ", \"strange\": [1.50] }";
        sandbox.generate(unusual, "X-Client-Request-Id", "a.1", "X-Other", "seen");
        sandbox.generate("{broken");

        JsonNode requests = sandbox.getJson("/sandbox/requests").get("requests");
        assertThat(requests).hasSize(2);
        JsonNode first = requests.get(0);
        assertThat(first.get("body").stringValue()).isEqualTo(unusual);
        assertThat(first.get("client_request_id").stringValue()).isEqualTo("a.1");
        assertThat(first.get("status").intValue()).isEqualTo(200);
        assertThat(first.get("credits").longValue()).isEqualTo(91_000);
        assertThat(first.get("key_prefix").stringValue()).isEqualTo("sandbox-");
        assertThat(first.at("/headers/X-Other").stringValue()).isEqualTo("seen");
        assertThat(first.at("/headers/Authorization").stringValue()).isEqualTo("Bearer sand****");
        assertThat(requests.get(1).get("status").intValue()).isEqualTo(400);
        assertThat(requests.get(1).get("credits").longValue()).isZero();
        assertThat(requests.toString()).doesNotContain(SandboxCaller.KEY);
    }

    @Test
    void forgetsEverythingOnReset() throws Exception {
        String url = json(sandbox.generate(T_REX)).at("/data/0/url").stringValue();

        assertThat(sandbox.control("POST", "/sandbox/reset", "").statusCode()).isEqualTo(204);

        assertThat(sandbox.billed()).isZero();
        assertThat(sandbox.getJson("/sandbox/requests").get("requests")).isEmpty();
        assertThat(sandbox.download(url).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesWhatTheBalanceCannotHold() throws Exception {
        restart(settings("balance", 200_000));

        HttpResponse<String> third = sandbox.generate(T_REX.replace("}", ",\"num_images\":3}"));
        HttpResponse<String> second = sandbox.generate(T_REX.replace("}", ",\"num_images\":2}"));
        HttpResponse<String> first = sandbox.generate(T_REX);

        assertThat(third.statusCode()).isEqualTo(403);
        assertThat(json(third).at("/error/data/kind").stringValue()).isEqualTo("err_insufficent_credits");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(first.statusCode()).isEqualTo(403);
        assertThat(sandbox.billed()).isEqualTo(182_000);
    }

    @Test
    void holdsForRunningGenerationsToo() throws Exception {
        restart(settings("balance", 200_000).with("latency.fixed", "300ms"));

        List<CompletableFuture<Integer>> calls =
                Stream.generate(this::call).limit(8).toList();

        assertThat(calls.stream().map(CompletableFuture::join).sorted())
                .containsExactly(200, 200, 403, 403, 403, 403, 403, 403);
        assertThat(sandbox.billed()).isEqualTo(182_000);
    }

    @Test
    void refusesMoreAtOnceThanItIsToldTo() {
        restart(settings("max-concurrent", 1).with("latency.fixed", "10m"));

        CompletableFuture<Integer> one = call();
        CompletableFuture<Integer> other = call();

        assertThat(CompletableFuture.anyOf(one, other).join()).isEqualTo(429);
    }

    @Test
    void holdsAsMuchAsItIsToldTo() throws Exception {
        restart(settings("balance", 200_000).with("hold-credits", 150_000));

        assertThat(sandbox.generate(T_REX).statusCode()).isEqualTo(200);
        assertThat(sandbox.generate(T_REX).statusCode()).isEqualTo(403);
    }

    private CompletableFuture<Integer> call() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return sandbox.generate(T_REX).statusCode();
                    } catch (IOException | InterruptedException broken) {
                        throw new AssertionError(broken);
                    }
                },
                Thread::startVirtualThread);
    }

    private void restart(SandboxProperties settings) {
        sandbox.close();
        sandbox = new SandboxCaller(settings);
    }
}
