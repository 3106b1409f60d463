package dev.imagegateway.sdk;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.openai.OpenAiImageModel;
import java.net.URI;
import java.util.List;

/** LangChain4j, whose image model knows no {@code response_format} and shows its user the whole body of an error. */
class LangChain4jClientTests extends ClientContract {

    @Override
    List<String> generate(URI baseUrl, String key, Ask ask) {
        var model = OpenAiImageModel.builder()
                .baseUrl(baseUrl.toString())
                .apiKey(key)
                .modelName(ask.model())
                .size(ask.size())
                .build();
        return model.generate(ask.prompt(), ask.images()).content().stream()
                .map(Image::url)
                .map(URI::toString)
                .toList();
    }

    @Override
    int statusOf(Throwable thrown) {
        return thrown instanceof HttpException refused ? refused.statusCode() : -1;
    }

    @Override
    boolean canAskForBase64() {
        return false;
    }

    @Override
    Class<?> partOfClient() {
        return OpenAiImageModel.class;
    }
}
