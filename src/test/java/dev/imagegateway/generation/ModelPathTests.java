package dev.imagegateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.RawCall;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths with the name of a model, whose slashes OpenAI's clients encode. */
@ExtendWith(Suite.class)
class ModelPathTests {

    @ParameterizedTest
    @ValueSource(strings = {"flux/schnell", "flux%2Fschnell", "flux%2fschnell"})
    void slashesOfANameMayBeEncoded(String name, Gateway gateway) {
        var path = "/v1/models/" + name;
        var model = gateway.send(gateway.to(path).header("Authorization", "Bearer " + TestKeys.CLIENT));

        assertThat(model.status()).as(model.text()).isEqualTo(200);
        assertThat(model.json().path("id").asString()).isEqualTo("flux/schnell");
        assertThat(gateway.send(gateway.to(path)).status()).isEqualTo(401);
    }

    @Test
    void severalSlashesMayBeEncoded(Gateway gateway) {
        var model = gateway.send(gateway.to("/v1/models/flux%2Fkontext-max%2Ftext-to-image")
                .header("Authorization", "Bearer " + TestKeys.CLIENT));

        assertThat(model.json().path("id").asString()).isEqualTo("flux/kontext-max/text-to-image");
    }

    @Test
    void deploymentMayHaveAnEncodedSlash(Gateway gateway, Sandbox sandbox) {
        var request = gateway.to("/openai/deployments/flux%2Fschnell/images/generations?api-version=2024-02-01")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"prompt\":\"a cat\"}"));
        assertThat(gateway.send(request).status()).isEqualTo(401);

        var answer = gateway.send(request.header("api-key", TestKeys.CLIENT));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(sandbox.lastBody().path("model").asString()).isEqualTo("flux/schnell");
    }

    /** None of them leads to a page that needs no key, or past the check of the key. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/..%2F..%2Fv3%2Fapi-docs",
                "/v1/models/a%2F..%2F..%2F..%2Fdocs",
                "/v1/models/%2e%2e%2F%2e%2e%2Fdocs",
                "/v1/models/a/..%2F..%2Fdocs",
                "/v1/models/.%2Fa",
                "/v1/models/a%2F.",
                "/v1/models/a%2F",
                "/v1/models/%2F%2Fa",
                "/v1/models/a%252Fb",
                "/v1/models/a%2Fb%00",
                "/v1/models/a%2Fb;c",
                "/v1/models%2Fa",
                "/v1/images/img-1%2F..%2F..%2Fmodels",
                "/problems%2Fnot-found",
                "/swagger-ui/..%2F..%2Fv1/usage",
                "/openai/deployments/..%2F..%2Fv1/images/generations",
                "/openai/deployments/a%2F../images/generations",
                "/openai/deployments/a%2Fb%2Fimages/generations"
            })
    void encodedSlashLeadsNowhereElse(String path, Gateway gateway) {
        var head = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer " + TestKeys.CLIENT + "\r\n\r\n";

        Problems.assertProblem(RawCall.answer(gateway.port(), "GET " + path + head), 400, "invalid-request", path);
    }
}
