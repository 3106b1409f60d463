package dev.imagegateway.process;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL in a container. */
final class PostgresContainer implements PostgresServer {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresContainer.class);

    private static final DockerImageName IMAGE = DockerImageName.parse(
                    System.getProperty("postgres.image", "postgres:17-alpine"))
            .asCompatibleSubstituteFor("postgres");

    private static final Duration TAKES_AT_MOST = Duration.ofSeconds(60);

    private static final Duration FETCH_WITHIN = Duration.ofMinutes(5);

    private final AtomicInteger databases = new AtomicInteger();
    private final PostgreSQLContainer container;

    private PostgresContainer(PostgreSQLContainer container) {
        this.container = container;
    }

    /** Whether the engine has the image, or could fetch it at the first try. */
    static boolean hasImage() {
        var engine = DockerClientFactory.instance().client();
        try {
            engine.inspectImageCmd(IMAGE.asCanonicalNameString()).exec();
            return true;
        } catch (NotFoundException notYet) {
            try {
                return engine.pullImageCmd(IMAGE.getUnversionedPart())
                        .withTag(IMAGE.getVersionPart())
                        .start()
                        .awaitCompletion(FETCH_WITHIN.toSeconds(), TimeUnit.SECONDS);
            } catch (DockerException | DockerClientException e) {
                LOG.warn("{} cannot be had here, so PostgreSQL runs as a process", IMAGE, e);
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    static PostgresContainer start() {
        var command = Stream.concat(
                        Stream.of("postgres"),
                        SETTINGS.entrySet().stream()
                                .flatMap(setting -> Stream.of("-c", setting.getKey() + "=" + setting.getValue())))
                .toArray(String[]::new);
        var container = new PostgreSQLContainer(IMAGE)
                .withUsername(USER)
                .withPassword(PASSWORD)
                .withCommand(command)
                .withStartupTimeout(TAKES_AT_MOST);
        // a port that the engine chose would be another one after a restart
        container.setPortBindings(List.of(FreePorts.next() + ":" + PostgreSQLContainer.POSTGRESQL_PORT));
        container.start();
        return new PostgresContainer(container);
    }

    @Override
    public Database newDatabase() {
        return new Database(container.getJdbcUrl().replaceAll("\\?.*", ""), USER, PASSWORD)
                .create("test_" + databases.incrementAndGet());
    }

    @Override
    public void pause() {
        container.getDockerClient().pauseContainerCmd(id()).exec();
    }

    @Override
    public void resume() {
        container.getDockerClient().unpauseContainerCmd(id()).exec();
    }

    @Override
    public void kill() {
        container.getDockerClient().killContainerCmd(id()).exec();
        await().atMost(TAKES_AT_MOST)
                .until(() -> !Boolean.TRUE.equals(
                        container.getCurrentContainerInfo().getState().getRunning()));
    }

    @Override
    public void restart() {
        container.getDockerClient().startContainerCmd(id()).exec();
        var server = new Database(container.getJdbcUrl().replaceAll("\\?.*", "?loginTimeout=5"), USER, PASSWORD);
        await().atMost(TAKES_AT_MOST).ignoreExceptions().until(() -> {
            try (var connection = server.connect()) {
                return connection.isValid(5);
            }
        });
    }

    @Override
    public String log() {
        return container.getLogs();
    }

    @Override
    public void close() {
        if (container.isCreated()) {
            if (Boolean.TRUE.equals(
                    container.getCurrentContainerInfo().getState().getPaused())) {
                resume();
            }
            container.close();
        }
    }

    private String id() {
        return container.getContainerId();
    }
}
