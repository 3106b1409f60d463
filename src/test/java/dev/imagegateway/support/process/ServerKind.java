package dev.imagegateway.support.process;

import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/** How this run has a server. */
enum ServerKind {
    CONTAINER,
    EMBEDDED;

    private static final Logger LOG = LoggerFactory.getLogger(ServerKind.class);

    private static final Duration FETCH_WITHIN = Duration.ofMinutes(5);

    /** What the system property wishes; without a wish, a container where an engine has its image or can fetch it. */
    static ServerKind chosen(String property, DockerImageName image) {
        var wish = System.getProperty(property, "auto");
        return switch (wish) {
            case "container" -> CONTAINER;
            case "embedded" -> EMBEDDED;
            case "auto" -> DockerClientFactory.instance().isDockerAvailable() && has(image) ? CONTAINER : EMBEDDED;
            default -> throw new AssertionError(property + " must be container, embedded or auto, not " + wish);
        };
    }

    /** Whether the engine has the image, or could fetch it at the first try. */
    private static boolean has(DockerImageName image) {
        var engine = DockerClientFactory.instance().client();
        try {
            engine.inspectImageCmd(image.asCanonicalNameString()).exec();
            return true;
        } catch (NotFoundException notYet) {
            try {
                return engine.pullImageCmd(image.getUnversionedPart())
                        .withTag(image.getVersionPart())
                        .start()
                        .awaitCompletion(FETCH_WITHIN.toSeconds(), TimeUnit.SECONDS);
            } catch (DockerException | DockerClientException e) {
                LOG.warn("{} cannot be had here, so it runs as a process", image, e);
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
