package dev.imagegateway.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.azure.AzureOpenAIServiceVersion;
import com.openai.azure.AzureUrlPathMode;
import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of Azure OpenAI: the model is in the path, and the key in a header of its own. */
@ExtendWith(Suite.class)
class AzureClientTests {

    private static final String PATH = "/openai/deployments/stable-diffusion-v3-medium/images/generations";
    private static final String VERSION = "?api-version=2024-02-01";
    private static final String PROMPT_ONLY = "{\"prompt\":\"a cat\"}";

    private static HttpRequest.Builder request(Gateway gateway, String path, String body) {
        return gateway.to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private static Answer send(Gateway gateway, String path, String body) {
        return gateway.send(request(gateway, path, body).header("api-key", TestKeys.CLIENT));
    }

    private static ImagesResponse generate(Gateway gateway, String key, String model) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + gateway.port())
                .credential(AzureApiKeyCredential.create(key))
                .azureServiceVersion(AzureOpenAIServiceVersion.fromString("2024-02-01"))
                .azureUrlPathMode(AzureUrlPathMode.LEGACY)
                .build();
        try {
            return client.images()
                    .generate(ImageGenerateParams.builder()
                            .model(model)
                            .prompt("a red bicycle")
                            .build());
        } finally {
            client.close();
        }
    }

    @Test
    void javaClientInAzuresModeGetsItsImage(Gateway gateway, Sandbox sandbox) {
        var images = generate(gateway, TestKeys.CLIENT, Gateway.MODEL_ID);

        assertThat(images.data().orElseThrow().getFirst().url().orElseThrow()).startsWith(sandbox.url() + "/");
        assertThat(sandbox.posts()).hasSize(1);
    }

    @Test
    void javaClientInAzuresModeIsToldOfABadKey(Gateway gateway) {
        var thrown = catchThrowableOfType(
                OpenAIServiceException.class, () -> generate(gateway, TestKeys.STRANGER, Gateway.MODEL_ID));

        assertThat(thrown.statusCode()).isEqualTo(401);
        assertThat(thrown).hasMessageContaining("The key in api-key is not one of this gateway's clients.");
        assertThat(thrown.getMessage()).doesNotContain(TestKeys.STRANGER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"prompt":"a cat"}
            {"prompt":"a cat","model":null}
            {"prompt":"a cat","model":"stable-diffusion-v3-medium","n":1,"size":"768x512","user":"u"}
            """)
    void deploymentIsTheModel(String body, Gateway gateway, Sandbox sandbox) {
        var answer = send(gateway, PATH + VERSION, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(sandbox.lastBody().path("model").asString()).isEqualTo(Gateway.MODEL_ID);
    }

    @Test
    void otherModelInTheBodyIsAContradiction(Gateway gateway, Sandbox sandbox) {
        var other = send(gateway, PATH + VERSION, "{\"prompt\":\"a cat\",\"model\":\"dall-e-3\"}");
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.violations()).contains("/model conflict");

        var unknown = send(gateway, "/openai/deployments/dall-e-3/images/generations" + VERSION, PROMPT_ONLY);
        assertThat(unknown.violations()).containsExactly("/model enum");

        var parameter = send(gateway, PATH + VERSION + "&api_version=1", PROMPT_ONLY);
        assertThat(parameter.violations()).containsExactly("api_version additionalProperties");
        assertThat(sandbox.posts()).isEmpty();
    }

    @Test
    void apiKeyServesWhereverAKeyDoes(Gateway gateway) {
        assertThat(gateway.send(gateway.to("/v1/models").header("api-key", TestKeys.CLIENT))
                        .status())
                .isEqualTo(200);
        assertThat(gateway.send(request(gateway, "/v1/images/generations", Gateway.A_CAT)
                                .header("api-key", TestKeys.CLIENT))
                        .status())
                .isEqualTo(200);
        assertThat(send(gateway, PATH + "?dry_run=true", PROMPT_ONLY).json().has("price"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            unusable!characters, -,           contains characters that a bearer token cannot have
            %s,                  -,           The key in api-key is not one
            %s,                  Bearer other, have different credentials
            -,                   -,           Send Authorization: Bearer followed by your client key.
            """)
    void badApiKeyIsRefusedAndNotRepeated(String key, String bearer, String says, Gateway gateway, Sandbox sandbox) {
        var request = request(gateway, PATH + VERSION, PROMPT_ONLY);
        if (key != null) {
            request.header("api-key", key.replace("%s", TestKeys.STRANGER));
        }
        if (bearer != null) {
            request.header("Authorization", bearer);
        }

        var answer = gateway.send(request);

        Problems.assertProblem(answer, 401, "unauthenticated", PATH);
        assertThat(answer.json().path("detail").asString()).contains(says);
        assertThat(answer.print()).doesNotContain(TestKeys.STRANGER, "unusable!");
        assertThat(sandbox.posts()).isEmpty();
    }

    @Test
    void oneCredentialInBothHeadersServes(Gateway gateway) {
        var answer = gateway.send(request(gateway, PATH, PROMPT_ONLY)
                .header("api-key", TestKeys.CLIENT)
                .header("Authorization", "Bearer " + TestKeys.CLIENT));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void retryIsAnsweredByTheSameGeneration(Gateway gateway, Sandbox sandbox) {
        var body = "{\"prompt\":\"an azure retry\"}";
        var urls = new String[2];
        for (int count = 0; count < 2; count++) {
            var answer = gateway.send(request(gateway, PATH + VERSION, body)
                    .header("api-key", TestKeys.CLIENT)
                    .header("x-ms-client-request-id", "azure-retry-1"));
            urls[count] = answer.json().at("/data/0/url").asString();
        }
        assertThat(urls[1]).isNotEmpty().isEqualTo(urls[0]);
        assertThat(sandbox.posts()).hasSize(1);
    }
}
