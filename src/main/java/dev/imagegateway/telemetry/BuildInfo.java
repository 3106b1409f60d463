package dev.imagegateway.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.stereotype.Component;

/** Shows the version that runs, and the commit that it was built from, as a metric. */
@Component
final class BuildInfo implements MeterBinder {

    private static final String UNKNOWN = "unknown";

    private final String version;
    private final String revision;

    BuildInfo(ObjectProvider<BuildProperties> build, ObjectProvider<GitProperties> git) {
        var built = build.getIfAvailable();
        var commit = git.getIfAvailable();
        this.version = built == null ? UNKNOWN : Objects.requireNonNullElse(built.getVersion(), UNKNOWN);
        // a build without .git and without the Dockerfile's REVISION does not know its commit
        this.revision = commit == null ? UNKNOWN : Objects.requireNonNullElse(commit.getCommitId(), UNKNOWN);
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("image.gateway.build.info", () -> 1)
                .description("1; the tags say what was built")
                .tag("version", version)
                .tag("revision", revision)
                .register(meters);
    }
}
