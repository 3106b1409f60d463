package dev.imagegateway.client;

import dev.imagegateway.client.ClientRegistryReader.Source;
import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * A YAML file of clients, written as in {@code application.yaml}: {@code gateway.clients} and {@code gateway.limits},
 * and nothing else.
 */
final class ClientFile {

    private static final List<String> KNOWN = List.of("gateway.clients", "gateway.limits");

    private final Path path;

    ClientFile(Path path) {
        this.path = path;
    }

    /**
     * Its bytes.
     *
     * @throws StartupException when it cannot be read
     */
    byte[] content() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new StartupException("gateway.clients-file cannot be read: " + path + " ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /**
     * What it says.
     *
     * @param defaults the limits of its clients, unless it has a default of its own
     * @throws StartupException when it is no such file; never with a value of it, which may be a key
     */
    Source parse(byte[] content, Limits defaults) {
        try {
            var binder = new Binder(sources(content));
            var strictly = new NoUnboundElementsBindHandler(BindHandler.DEFAULT);
            var file = binder.bind("gateway", Bindable.of(Content.class), strictly)
                    .orElseGet(() -> new Content(null, null));
            var limits = file.limits() == null ? defaults : file.limits().over(defaults, "gateway.limits");
            var clients = file.clients();
            if (clients == null) {
                throw new StartupException("gateway.clients is missing in it; an empty list is written []");
            }
            return new Source(clients, limits);
        } catch (BindException e) {
            throw new StartupException(whatIsWrong(e));
        }
    }

    /** What may be in it. */
    record Content(
            @Nullable List<ClientProperties.Entry> clients,
            @Nullable LimitsProperties limits) {}

    private static Iterable<ConfigurationPropertySource> sources(byte[] content) {
        var sources = new MutablePropertySources();
        try {
            new YamlPropertySourceLoader()
                    .load("clients-file", new ByteArrayResource(content))
                    .forEach(sources::addLast);
        } catch (IOException | RuntimeException _) {
            // the parser's message quotes the line at fault
            throw new StartupException("it is not valid YAML");
        }
        sources.forEach(ClientFile::refuseUnknown);
        return ConfigurationPropertySources.from(sources);
    }

    private static void refuseUnknown(PropertySource<?> source) {
        if (source.getSource() instanceof Map<?, ?> settings) {
            for (var name : settings.keySet()) {
                if (KNOWN.stream().noneMatch(known -> String.valueOf(name).startsWith(known))) {
                    throw new StartupException("only gateway.clients and gateway.limits may be set in it");
                }
            }
        }
    }

    private static String whatIsWrong(BindException e) {
        if (e.getCause() instanceof UnboundConfigurationPropertiesException unknown) {
            return unknown.getUnboundProperties().stream()
                    .map(property -> property.getName() + " is no setting")
                    .sorted()
                    .findFirst()
                    .orElse("it has a setting that is none");
        }
        return e.getName() + " has a value that cannot be read as "
                + e.getTarget().getType().toClass().getSimpleName();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
