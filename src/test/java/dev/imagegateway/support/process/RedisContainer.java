package dev.imagegateway.support.process;

import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Valkey or Redis in a container. */
final class RedisContainer implements RedisServer {

    static final DockerImageName IMAGE =
            DockerImageName.parse(System.getProperty("redis.image", "valkey/valkey:8-alpine"));

    private static final int PORT = 6379;

    private final ServerContainer server;
    private final int port;
    private final String password;

    private RedisContainer(ServerContainer server, int port, String password) {
        this.server = server;
        this.port = port;
        this.password = password;
    }

    static RedisContainer start(String password) {
        // options alone: the images know which of the two servers they are to start with them
        var options = new ArrayList<>(List.of("--save", "", "--appendonly", "no"));
        if (!password.isEmpty()) {
            options.addAll(List.of("--requirepass", password));
        }
        var container = new GenericContainer<>(IMAGE)
                .withExposedPorts(PORT)
                .withCommand(options.toArray(String[]::new))
                .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*\\n", 1));
        var server = ServerContainer.start(container, PORT);
        return new RedisContainer(server, container.getMappedPort(PORT), password);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String password() {
        return password;
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
        awaitAnswer();
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
