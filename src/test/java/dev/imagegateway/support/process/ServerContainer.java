package dev.imagegateway.support.process;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;

/** What any server in a container can be made to suffer. */
final class ServerContainer implements AutoCloseable {

    static final Duration TAKES_AT_MOST = Duration.ofSeconds(60);

    private final GenericContainer<?> container;

    private ServerContainer(GenericContainer<?> container) {
        this.container = container;
    }

    /** Starts it, with its port on one of this machine's that it keeps. */
    static ServerContainer start(GenericContainer<?> container, int port) {
        container.withStartupTimeout(TAKES_AT_MOST);
        // a port that the engine chose would be another one after a restart
        container.setPortBindings(List.of(FreePorts.next() + ":" + port));
        container.start();
        return new ServerContainer(container);
    }

    void pause() {
        container.getDockerClient().pauseContainerCmd(id()).exec();
    }

    void resume() {
        container.getDockerClient().unpauseContainerCmd(id()).exec();
    }

    /** Returns once it is dead. */
    void kill() {
        container.getDockerClient().killContainerCmd(id()).exec();
        await().atMost(TAKES_AT_MOST).until(() -> !runs());
    }

    /** Starts it again; that it answers is for others to wait for. */
    void startAgain() {
        container.getDockerClient().startContainerCmd(id()).exec();
    }

    String log() {
        return container.getLogs();
    }

    /** Stops it, whatever state it is in. */
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

    private boolean runs() {
        return Boolean.TRUE.equals(
                container.getCurrentContainerInfo().getState().getRunning());
    }

    private String id() {
        return container.getContainerId();
    }
}
