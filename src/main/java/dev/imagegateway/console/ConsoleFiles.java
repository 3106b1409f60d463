package dev.imagegateway.console;

import dev.imagegateway.secret.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The files of the console: its own, and those of its libraries from their WebJars. All are served below one path
 * segment that is a hash of them all, so that they can be cached for ever, and a page never mixes files of two
 * versions. Modules import each other by relative paths, which need no rewriting. See
 * {@code docs/decisions/0016-console.md}.
 */
final class ConsoleFiles {

    private static final String OWN = "console/";

    /** Replaced in {@code index.html} by the hash. */
    private static final String VERSION = "@version@";

    private static final String INDEX = "index.html";

    /** Enough that two versions never have the same. */
    private static final int HASH_BYTES = 8;

    /** Served below {@code lib/}, and found in the class path whatever the version of the WebJar is. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "lit-html/lit-html.js", "lit-html/*/lit-html.js",
            "lit-html/directive.js", "lit-html/*/directive.js",
            "lit-html/directive-helpers.js", "lit-html/*/directive-helpers.js",
            "lit-html/async-directive.js", "lit-html/*/async-directive.js",
            "lit-html/directives/live.js", "lit-html/*/directives/live.js",
            "lit-html/directives/ref.js", "lit-html/*/directives/ref.js",
            "lit-html/directives/repeat.js", "lit-html/*/directives/repeat.js",
            "uplot/uPlot.esm.js", "uplot/*/dist/uPlot.esm.js",
            "uplot/uPlot.min.css", "uplot/*/dist/uPlot.min.css");

    private final SortedMap<String, ConsoleFile> files;
    private final String version;
    private final ConsoleFile index;

    private ConsoleFiles(SortedMap<String, byte[]> contents) {
        this.version = hash(contents);
        var template = new String(contents.remove(INDEX), StandardCharsets.UTF_8);
        this.index = ConsoleFile.of(INDEX, template.replace(VERSION, version).getBytes(StandardCharsets.UTF_8));
        this.files = new TreeMap<>();
        contents.forEach((name, bytes) -> files.put(name, ConsoleFile.of(name, bytes)));
    }

    /** Reads all files. */
    static ConsoleFiles read() {
        var contents = new TreeMap<String, byte[]>();
        var resources = new PathMatchingResourcePatternResolver();
        try {
            for (var resource : resources.getResources("classpath:" + OWN + "**/*.*")) {
                var url = resource.getURL().toString();
                contents.put(
                        url.substring(url.lastIndexOf("/" + OWN) + OWN.length() + 1), resource.getContentAsByteArray());
            }
            for (var library : LIBRARIES.entrySet()) {
                contents.put("lib/" + library.getKey(), library(resources, library.getValue()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ConsoleFiles(contents);
    }

    private static byte[] library(PathMatchingResourcePatternResolver resources, String path) throws IOException {
        var found = resources.getResources("classpath*:META-INF/resources/webjars/" + path);
        if (found.length != 1) {
            throw new IllegalStateException(found.length + " files of the class path are " + path + ", instead of one");
        }
        return found[0].getContentAsByteArray();
    }

    /** The page. Its links begin with {@link #version()}. */
    ConsoleFile index() {
        return index;
    }

    /** The path segment below which the current files are. */
    String version() {
        return version;
    }

    /** The names of all files but the page. */
    Set<String> names() {
        return files.keySet();
    }

    /** Finds a file by its name, such as {@code views/usage.js}. */
    Optional<ConsoleFile> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    private static String hash(SortedMap<String, byte[]> contents) {
        var digest = Sha256.digest();
        contents.forEach((name, bytes) -> {
            digest.update((name + ' ' + bytes.length + '\n').getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    }
}
