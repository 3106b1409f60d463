package dev.imagegateway.sdk;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.images.ImageGenerateParams;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RunningGateway;
import dev.imagegateway.support.TestKeys;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** OpenAI's own library for Java as one application has it: one client, with retries as they are by default. */
final class OpenAiSdk implements AutoCloseable {

    /** The library's own; an upstream under test is never as slow. */
    static final Duration PATIENT = Duration.ofMinutes(10);

    private final OpenAIClient client;

    private OpenAiSdk(OpenAIClient client) {
        this.client = client;
    }

    /** @param timeout of each try, from its connection to its answer's last byte */
    static OpenAiSdk calling(RunningGateway gateway, Duration timeout) {
        return calling(URI.create("http://127.0.0.1:" + gateway.port()), timeout);
    }

    /** The same, of a gateway that is reached there. */
    static OpenAiSdk calling(URI gateway, Duration timeout) {
        return new OpenAiSdk(OpenAIOkHttpClient.builder()
                .baseUrl(gateway + "/v1")
                .apiKey(TestKeys.CLIENT)
                .timeout(timeout)
                .build());
    }

    /** The URL of one image. */
    String image(String prompt) {
        var params = ImageGenerateParams.builder()
                .model(Gateway.MODEL_ID)
                .prompt(prompt)
                .build();
        return client.images()
                .generate(params)
                .data()
                .orElseThrow()
                .getFirst()
                .url()
                .orElseThrow();
    }

    CompletableFuture<String> imageLater(String prompt) {
        return CompletableFuture.supplyAsync(() -> image(prompt), Thread::startVirtualThread);
    }

    /** One image from each of several equal requests at once. */
    List<String> imagesAtOnce(int count, String prompt) {
        // all are sent before any is waited for
        var under = Stream.generate(() -> imageLater(prompt)).limit(count).toList();
        return under.stream().map(CompletableFuture::join).toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
