package dev.imagegateway.client;

import dev.imagegateway.client.ClientRegistryReader.Source;
import dev.imagegateway.problem.StartupException;
import dev.imagegateway.settings.Faults;
import dev.imagegateway.settings.StrictSettings;
import dev.imagegateway.settings.YamlFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;

/**
 * A YAML file of clients in the format of {@code application.yaml}. It may contain only {@code gateway.clients} and
 * {@code gateway.limits}.
 */
final class ClientFile {

    private static final List<String> KNOWN = List.of("gateway.clients", "gateway.limits");

    private final Path path;

    ClientFile(Path path) {
        this.path = path;
    }

    /**
     * Returns the content of the file.
     *
     * @throws StartupException if it cannot be read
     */
    byte[] content() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new StartupException("gateway.clients-file cannot be read: " + path + " ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** Reads the current file. A read error is reported as a fault. */
    Source read(Limits defaults, Faults faults) {
        try {
            return parse(content(), defaults, faults);
        } catch (StartupException e) {
            faults.addAll(e.faults());
            return new Source("", null, defaults);
        }
    }

    /**
     * Parses the file.
     *
     * @param defaults the default limits of its clients, unless the file has its own
     * @param faults receives the faults, which never contain values because a value may be a key
     */
    Source parse(byte[] content, Limits defaults, Faults faults) {
        var place = "gateway.clients-file " + path + ": ";
        var found = new Faults();
        Content file = null;
        try {
            file = StrictSettings.read("gateway", Content.class, sources(content), found);
            if (file == null || file.clients() == null) {
                found.throwIfAny();
                found.add("gateway.clients is missing in it; an empty list is written []");
            }
            found.throwIfAny();
        } catch (StartupException e) {
            e.faults().forEach(fault -> faults.add(place + fault));
        }
        return file == null
                ? new Source(place, null, defaults)
                : new Source(
                        place,
                        file.clients(),
                        file.limits() == null ? defaults : file.limits().over(defaults));
    }

    /** The content of the file. */
    record Content(
            @Nullable List<ClientProperties.Entry> clients,
            @Nullable LimitsProperties limits) {}

    private static MutablePropertySources sources(byte[] content) {
        var sources = new MutablePropertySources();
        try {
            new YamlPropertySourceLoader()
                    .load("clients-file", new ByteArrayResource(content))
                    .forEach(sources::addLast);
            MixedNames.check(content);
        } catch (StartupException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new StartupException("it is " + YamlFault.in(e).orElse("not valid YAML"));
        }
        if (sources.size() > 1) {
            throw new StartupException("it has " + sources.size()
                    + " YAML documents, of which only the first would have" + " an effect: write one, without ---");
        }
        var foreign = new Faults();
        sources.stream()
                .flatMap(source -> source instanceof EnumerablePropertySource<?> names
                        ? Stream.of(names.getPropertyNames())
                        : Stream.empty())
                .filter(name -> KNOWN.stream().noneMatch(name::startsWith))
                .forEach(name ->
                        foreign.add(name + " cannot be set in it: only gateway.clients and gateway.limits may be"));
        foreign.throwIfAny();
        return sources;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
