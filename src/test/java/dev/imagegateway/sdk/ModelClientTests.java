package dev.imagegateway.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.azure.AzureOpenAIServiceVersion;
import com.openai.azure.AzureUrlPathMode;
import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.models.Model;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import dev.langchain4j.model.openai.OpenAiImageModel;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.openai.OpenAiImageOptions;

/** Models of several vendors with each Java client, called with its defaults for all but the model and the prompt. */
@ExtendWith(Suite.class)
class ModelClientTests {

    private static final String PROMPT = "a red bicycle";

    private static String baseUrl(Gateway gateway) {
        return "http://127.0.0.1:" + gateway.port() + "/v1";
    }

    private static OpenAIClient openAi(Gateway gateway) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl(gateway))
                .apiKey(TestKeys.CLIENT)
                .build();
    }

    private static void assertMadeBy(String model, String url, Sandbox sandbox) {
        assertThat(sandbox.call("GET", URI.create(url).getPath(), "").bytes()).hasSizeGreaterThan(100);
        assertThat(sandbox.posts()).hasSize(1);
        assertThat(sandbox.lastBody().path("model").asString()).isEqualTo(model);
        assertThat(sandbox.billed()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flux/schnell",
                "openai/gpt-image-1",
                "google/imagen-4.0-fast-generate-001",
                "stable-diffusion-v3-medium"
            })
    void openAiJava(String model, Gateway gateway, Sandbox sandbox) {
        var client = openAi(gateway);
        try {
            var answer = client.images()
                    .generate(ImageGenerateParams.builder()
                            .model(model)
                            .prompt(PROMPT)
                            .build());

            assertMadeBy(model, answer.data().orElseThrow().getFirst().url().orElseThrow(), sandbox);
        } finally {
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flux/schnell",
                "openai/gpt-image-1",
                "google/imagen-4.0-fast-generate-001",
                "stable-diffusion-v3-medium"
            })
    void springAi(String model, Gateway gateway, Sandbox sandbox) {
        var client = org.springframework.ai.openai.OpenAiImageModel.builder()
                .options(OpenAiImageOptions.builder()
                        .baseUrl(baseUrl(gateway))
                        .apiKey(TestKeys.CLIENT)
                        .model(model)
                        .build())
                .build();

        var image = client.call(new ImagePrompt(PROMPT)).getResults().getFirst().getOutput();

        assertMadeBy(model, String.valueOf(image.getUrl()), sandbox);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flux/schnell",
                "openai/gpt-image-1",
                "google/imagen-4.0-fast-generate-001",
                "stable-diffusion-v3-medium"
            })
    void langChain4j(String model, Gateway gateway, Sandbox sandbox) {
        var client = OpenAiImageModel.builder()
                .baseUrl(baseUrl(gateway))
                .apiKey(TestKeys.CLIENT)
                .modelName(model)
                .build();

        assertMadeBy(model, client.generate(PROMPT).content().url().toString(), sandbox);
    }

    /** The vendors' own words for the size that all clients know. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "flux/schnell image_size {\"width\":1024,\"height\":1024}",
                "openai/gpt-image-1 size \"1024x1024\"",
                "google/imagen-4.0-fast-generate-001 aspect_ratio \"1:1\"",
                "stable-diffusion-v3-medium image_size {\"width\":1024,\"height\":1024}"
            })
    void sizeIsTranslated(String line, Gateway gateway, Sandbox sandbox) {
        var expected = line.split(" ", 3);
        var client = openAi(gateway);
        try {
            client.images()
                    .generate(ImageGenerateParams.builder()
                            .model(expected[0])
                            .prompt(PROMPT)
                            .n(1)
                            .size(ImageGenerateParams.Size._1024X1024)
                            .build());
        } finally {
            client.close();
        }
        assertThat(sandbox.lastBody().path(expected[1])).hasToString(expected[2]);
    }

    @Test
    void sizeThatAModelDoesNotHaveIsRefused(Gateway gateway, Sandbox sandbox) {
        var client = openAi(gateway);
        try {
            var params = ImageGenerateParams.builder()
                    .model("openai/gpt-image-1")
                    .prompt(PROMPT)
                    .size("512x512")
                    .build();

            assertThatThrownBy(() -> client.images().generate(params))
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("size: must be '1024x1024', '1024x1536' or '1536x1024'");
        } finally {
            client.close();
        }
        assertThat(sandbox.posts()).isEmpty();
    }

    @Test
    void modelsAreFoundByNamesWithSlashes(Gateway gateway) {
        var client = openAi(gateway);
        try {
            assertThat(client.models().retrieve("flux/schnell").id()).isEqualTo("flux/schnell");
            assertThat(client.models().list().data())
                    .extracting(Model::id)
                    .contains("flux/schnell", "stable-diffusion-v3-medium");
            assertThatThrownBy(() -> client.models().retrieve("flux/no-such-model"))
                    .isInstanceOf(NotFoundException.class);
        } finally {
            client.close();
        }
    }

    @Test
    void azuresPathMayNameAModelWithASlash(Gateway gateway, Sandbox sandbox) {
        var client = OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + gateway.port())
                .credential(AzureApiKeyCredential.create(TestKeys.CLIENT))
                .azureServiceVersion(AzureOpenAIServiceVersion.fromString("2024-02-01"))
                .azureUrlPathMode(AzureUrlPathMode.LEGACY)
                .build();
        try {
            client.images()
                    .generate(ImageGenerateParams.builder()
                            .model("flux/schnell")
                            .prompt(PROMPT)
                            .build());
        } finally {
            client.close();
        }
        assertThat(sandbox.lastBody().path("model").asString()).isEqualTo("flux/schnell");
    }
}
