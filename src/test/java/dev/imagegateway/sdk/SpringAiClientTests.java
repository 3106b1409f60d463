package dev.imagegateway.sdk;

import com.openai.errors.OpenAIServiceException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.springframework.ai.image.ImageGeneration;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.openai.OpenAiImageModel;
import org.springframework.ai.openai.OpenAiImageOptions;

/** Spring AI. */
class SpringAiClientTests extends ClientContract {

    @Override
    List<String> generate(URI baseUrl, String key, Ask ask) {
        var options = OpenAiImageOptions.builder()
                .baseUrl(baseUrl.toString())
                .apiKey(key)
                .model(ask.model())
                .n(ask.images())
                .size(ask.size());
        if (ask.base64()) {
            options.responseFormat("b64_json");
        }
        var model = OpenAiImageModel.builder().options(options.build()).build();
        return model.call(new ImagePrompt(ask.prompt())).getResults().stream()
                .map(ImageGeneration::getOutput)
                .map(image -> Objects.requireNonNull(ask.base64() ? image.getB64Json() : image.getUrl()))
                .toList();
    }

    @Override
    int statusOf(Throwable thrown) {
        return thrown instanceof OpenAIServiceException refused ? refused.statusCode() : -1;
    }

    @Override
    Class<?> partOfClient() {
        return OpenAiImageModel.class;
    }
}
