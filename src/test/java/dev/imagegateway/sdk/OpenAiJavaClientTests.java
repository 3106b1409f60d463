package dev.imagegateway.sdk;

import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.images.Image;
import com.openai.models.images.ImageGenerateParams;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** OpenAI's own library for Java. */
class OpenAiJavaClientTests extends ClientContract {

    @Override
    @SuppressWarnings("deprecation") // of response_format: OpenAI's newest models know base64 only
    List<String> generate(URI baseUrl, String key, Ask ask) {
        var client = OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl.toString())
                .apiKey(key)
                .build();
        try {
            var params = ImageGenerateParams.builder()
                    .model(ask.model())
                    .prompt(ask.prompt())
                    .n(ask.images())
                    .size(ask.size());
            if (ask.base64()) {
                params.responseFormat(ImageGenerateParams.ResponseFormat.B64_JSON);
            }
            return client.images().generate(params.build()).data().orElseThrow().stream()
                    .map(ask.base64() ? Image::b64Json : Image::url)
                    .flatMap(Optional::stream)
                    .toList();
        } finally {
            client.close();
        }
    }

    @Override
    int statusOf(Throwable thrown) {
        return thrown instanceof OpenAIServiceException refused ? refused.statusCode() : -1;
    }

    @Override
    Class<?> partOfClient() {
        return OpenAIServiceException.class;
    }
}
