package dev.imagegateway.support.process;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL in a container. */
final class PostgresContainer implements PostgresServer {

    static final DockerImageName IMAGE = DockerImageName.parse(
                    System.getProperty("postgres.image", "postgres:17-alpine"))
            .asCompatibleSubstituteFor("postgres");

    private final AtomicInteger databases = new AtomicInteger();
    private final ServerContainer server;
    private final String url;

    private PostgresContainer(ServerContainer server, String url) {
        this.server = server;
        this.url = url;
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
                .withCommand(command);
        var server = ServerContainer.start(container, PostgreSQLContainer.POSTGRESQL_PORT);
        return new PostgresContainer(server, container.getJdbcUrl().replaceAll("\\?.*", ""));
    }

    @Override
    public Database newDatabase() {
        return new Database(url, USER, PASSWORD).create("test_" + databases.incrementAndGet());
    }

    @Override
    public void pause() {
        server.pause();
    }

    @Override
    public void resume() {
        server.resume();
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public void restart() {
        server.startAgain();
        var database = new Database(url + "?loginTimeout=5", USER, PASSWORD);
        await().atMost(ServerContainer.TAKES_AT_MOST).ignoreExceptions().until(() -> {
            try (var connection = database.connect()) {
                return connection.isValid(5);
            }
        });
    }

    @Override
    public String log() {
        return server.log();
    }

    @Override
    public void close() {
        server.close();
    }
}
