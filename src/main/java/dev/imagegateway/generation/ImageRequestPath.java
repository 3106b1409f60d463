package dev.imagegateway.generation;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * A path that takes image requests: OpenAI's, or that of Azure OpenAI's clients.
 *
 * @param deployment the model that the path names, as Azure's paths do; null if the body names it
 */
record ImageRequestPath(@Nullable String deployment) {

    static final String OPENAI = "/v1/images/generations";

    private static final String AZURE_START = "/openai/deployments/";

    private static final String AZURE_END = "/images/generations";

    static final String AZURE = AZURE_START + "{deployment}" + AZURE_END;

    /** The templates of all these paths. */
    static final Set<String> TEMPLATES = Set.of(OPENAI, AZURE);

    private static final PathPattern OPENAI_PATTERN = PathPatternParser.defaultInstance.parse(OPENAI);

    private static final PathPattern AZURE_PATTERN = PathPatternParser.defaultInstance.parse(AZURE);

    /** Returns the path of a request that no controller has seen yet; empty if it is not one for images. */
    static Optional<ImageRequestPath> of(HttpServletRequest request) {
        var path = ServletRequestPathUtils.parse(request).pathWithinApplication();
        if (OPENAI_PATTERN.matches(path)) {
            return Optional.of(new ImageRequestPath(null));
        }
        return Optional.ofNullable(AZURE_PATTERN.matchAndExtract(path))
                .map(match -> new ImageRequestPath(match.getUriVariables().get("deployment")));
    }

    /** Whether a decoded path within the application takes image requests. */
    static boolean matches(String path) {
        // nearly every request has exactly this path, and parsing it takes longer
        if (OPENAI.equals(path)) {
            return true;
        }
        // the deployment may have slashes, which were encoded
        return path.startsWith(AZURE_START)
                && path.endsWith(AZURE_END)
                && path.length() > AZURE_START.length() + AZURE_END.length();
    }

    /** Returns the bytes that are equal for equal requests: the body, and the model if the path names it. */
    byte[] identity(byte[] body) {
        if (deployment == null) {
            return body;
        }
        var model = (deployment + "\n").getBytes(StandardCharsets.UTF_8);
        var all = new byte[model.length + body.length];
        System.arraycopy(model, 0, all, 0, model.length);
        System.arraycopy(body, 0, all, model.length, body.length);
        return all;
    }
}
