package dev.imagegateway.container;

import dev.imagegateway.container.Chart.Rendered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * A pod's volumes as folders of this machine, with stand-ins for what is in its Secrets and ConfigMaps.
 *
 * @param environment the container's variables, with the folders of this machine in place of its own
 */
record MountedPod(Map<String, Object> environment) {

    /** Entries of Secrets and ConfigMaps that are mounted as a whole. */
    private static final List<String> WHOLE = List.of("ca.crt", "tls.crt", "tls.key");

    /**
     * Mounts all volumes below a folder.
     *
     * @param entries by name; an entry that is not in here is a word
     */
    static MountedPod in(Path folder, Rendered rendered, Map<String, String> entries) throws IOException {
        var places = new TreeMap<String, String>();
        for (var mount : rendered.container().path("volumeMounts")) {
            var path = mount.path("mountPath").asString();
            places.put(
                    path,
                    Files.createDirectories(folder.resolve(path.substring(1))).toString());
        }
        places.put("/var/run/secrets", folder.resolve("account").toString());
        var account = Files.createDirectories(folder.resolve("account/kubernetes.io/serviceaccount"));
        write(account, "token", entries);
        write(account, "ca.crt", entries);
        for (var mount : rendered.container().path("volumeMounts")) {
            var target = Path.of(places.getOrDefault(mount.path("mountPath").asString(), ""));
            fill(
                    target,
                    Rendered.named(mount.path("name").asString(), rendered.pod().path("volumes")),
                    entries);
        }
        var config = Path.of(places.getOrDefault("/etc/image-gateway", ""));
        for (var file : config(rendered).path("data").properties()) {
            Files.writeString(
                    config.resolve(file.getKey()), moved(file.getValue().asString(), places));
        }
        var environment = new HashMap<String, Object>();
        for (var variable : rendered.container().path("env")) {
            environment.put(
                    variable.path("name").asString(),
                    moved(variable.path("value").asString(""), places));
        }
        return new MountedPod(environment);
    }

    /**
     * What a process in the container sees, but for the format of its log: Spring Boot copies it to a system property,
     * which the later tests of this JVM would keep.
     */
    ConfigurableEnvironment asEnvironment() {
        var inherited = new HashMap<>(environment);
        inherited.remove("LOGGING_STRUCTURED_FORMAT_CONSOLE");
        var result = new StandardEnvironment();
        result.getPropertySources()
                .replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", inherited));
        return result;
    }

    private static JsonNode config(Rendered rendered) {
        var name = Rendered.named("config", rendered.pod().path("volumes")).at("/configMap/name");
        return rendered.documents().stream()
                .filter(object -> object.path("kind").asString().equals("ConfigMap"))
                .filter(object -> object.at("/metadata/name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void fill(Path target, JsonNode volume, Map<String, String> entries) throws IOException {
        for (var source : volume.at("/projected/sources")) {
            items(target, source.at("/secret/items"), entries);
        }
        items(target, volume.at("/secret/items"), entries);
        if (volume.path("secret").path("items").isMissingNode() && (volume.has("secret") || volume.has("configMap"))) {
            for (var entry : WHOLE) {
                write(target, entry, entries);
            }
        }
    }

    private static void items(Path target, JsonNode items, Map<String, String> entries) throws IOException {
        for (var item : items) {
            Files.writeString(
                    target.resolve(item.path("path").asString()),
                    entries.getOrDefault(
                            item.path("key").asString(), item.path("path").asString() + "-of-a-test"));
        }
    }

    private static void write(Path target, String name, Map<String, String> entries) throws IOException {
        Files.writeString(target.resolve(name), entries.getOrDefault(name, name + "-of-a-test"));
    }

    /** In one pass, because a place can be part of a folder's name. */
    private static String moved(String text, Map<String, String> places) {
        var paths = places.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return Pattern.compile("(?<![\\w/.-])(" + paths + ")(?=[/,&\\s]|$)")
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(places.getOrDefault(found.group(1), "")));
    }
}
