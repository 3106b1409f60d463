package dev.imagegateway.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client sent in one case, kept in {@code src/test/resources/clients/<client>-<version>/<case>.json}: by the
 * tests here, and in the same form by those in {@code src/test/clients}.
 *
 * @param status what each request is answered with
 * @param requests in the order in which they came
 */
record Recording(int status, List<Sent> requests) {

    private static final Path FOLDER = Path.of("src", "test", "resources", "clients");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final PrettyPrinter ONE_HEADER_A_LINE = new DefaultPrettyPrinter()
            .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"))
            .withObjectIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));

    /** Where and on what a client runs, and versions: they differ from one machine to the next. */
    private static final Pattern MACHINE = Pattern.compile("(?i)(x-stainless-(?:arch|os|[a-z-]*version)): .*");

    private static final Pattern VERSION = Pattern.compile("(?<!\\w)\\d[\\w.+-]*");

    /**
     * One request.
     *
     * @param line method, path and protocol
     * @param headers the lines as they were sent, but for the key and what differs by machine
     * @param body text, without chunks
     */
    record Sent(String line, List<String> headers, String body) {

        static Sent of(WireMessage message) {
            var headers = message.headers().stream().map(Sent::lasting).toList();
            return new Sent(message.startLine(), headers, message.text());
        }

        private static String lasting(String header) {
            var name = header.substring(0, header.indexOf(':'));
            if (name.equalsIgnoreCase("Host")) {
                return name + ": ${GATEWAY_HOST}";
            }
            if (name.equalsIgnoreCase("Authorization")) {
                return name + ": Bearer " + (header.contains(TestKeys.CLIENT) ? "${GATEWAY_KEY}" : "${UNKNOWN_KEY}");
            }
            if (name.equalsIgnoreCase("api-key")) {
                return name + ": " + (header.contains(TestKeys.CLIENT) ? "${GATEWAY_KEY}" : "${UNKNOWN_KEY}");
            }
            if (name.equalsIgnoreCase("User-Agent")) {
                return name + VERSION.matcher(header.substring(name.length())).replaceAll("*");
            }
            return MACHINE.matcher(header).replaceFirst("$1: *");
        }

        /** The request with what this machine needs put back. */
        WireMessage toMessage(int port) {
            var filled = headers.stream()
                    .map(header -> header.replace("${GATEWAY_HOST}", "127.0.0.1:" + port)
                            .replace("${GATEWAY_KEY}", TestKeys.CLIENT)
                            .replace("${UNKNOWN_KEY}", TestKeys.STRANGER))
                    .toList();
            return new WireMessage(line, filled, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Fails unless the client sends what is kept; keeps it instead if the tests run to record. */
    static void compare(Class<?> partOfClient, String example, int status, List<WireMessage> requests) {
        var now = new Recording(status, requests.stream().map(Sent::of).toList());
        var client = jar(partOfClient);
        var file = FOLDER.resolve(client).resolve(example + ".json");
        try {
            if (Boolean.getBoolean("clients.record")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, JSON.writer().with(ONE_HEADER_A_LINE).writeValueAsString(now) + "\n");
            }
            var advice = "what %s sends, against %s; to record it anew: -Dclients.record=true".formatted(client, file);
            assertThat(file).as(advice).exists();
            assertThat(now).as(advice).isEqualTo(read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client's name and version, as its jar has them. */
    private static String jar(Class<?> partOfClient) {
        var jar =
                partOfClient.getProtectionDomain().getCodeSource().getLocation().getPath();
        return jar.substring(jar.lastIndexOf('/') + 1).replace(".jar", "");
    }

    static Recording read(Path file) {
        return JSON.readValue(file, Recording.class);
    }

    /** Every one that is kept. */
    static List<Path> files() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
