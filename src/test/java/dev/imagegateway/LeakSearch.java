package dev.imagegateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Exchanges;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs after the whole suite (by Failsafe) and searches everything that it left behind (each log line, test report,
 * answer, metric and actuator page) for the keys that it used, in clear, in pieces and in the usual encodings.
 */
class LeakSearch {

    /** One more than the vendor's own name for a key, its first 8 characters, which its logs show. */
    private static final int PIECE = 9;

    /** Of the tests in the build's own process, with all that they logged, and of those that start the packaged jar. */
    private static final List<Path> REPORTS =
            List.of(Path.of("target", "surefire-reports"), Path.of("target", "process-reports"));

    private static final Texts PIECES = new Texts(pieces());

    private static Set<String> pieces() {
        var pieces = new HashSet<String>();
        for (var key : TestKeys.ALL) {
            for (int i = 0; i + PIECE <= key.length(); i++) {
                pieces.add(key.substring(i, i + PIECE));
            }
            var bytes = key.getBytes(StandardCharsets.UTF_8);
            pieces.add(HexFormat.of().formatHex(bytes));
            pieces.add(URLEncoder.encode(key, StandardCharsets.UTF_8));
            for (var prefix : List.of("", "a", "ab", "Bearer ")) {
                // base64 of it at each of the three offsets that it can have within a longer text
                var encoded = Base64.getEncoder().encodeToString((prefix + key).getBytes(StandardCharsets.UTF_8));
                pieces.add(encoded.substring(prefix.length() * 2, encoded.length() - 4));
            }
        }
        return pieces;
    }

    private static boolean leaks(Path file) {
        try {
            return PIECES.anyIn(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Looks for all of many texts in one pass: one at a time, they would take most of a minute for the whole suite. */
    private static final class Texts {

        private final Map<Integer, List<byte[]>> byStart = new HashMap<>();
        private final BitSet starts = new BitSet(1 << 24);

        private Texts(Set<String> texts) {
            for (var text : texts) {
                var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
                int start = start(bytes, 0);
                starts.set(start);
                byStart.computeIfAbsent(start, _ -> new ArrayList<>()).add(bytes);
            }
        }

        private boolean anyIn(byte[] bytes) {
            for (int i = 0; i + 2 < bytes.length; i++) {
                int start = start(bytes, i);
                if (starts.get(start) && isAt(bytes, i, byStart.getOrDefault(start, List.of()))) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isAt(byte[] bytes, int at, List<byte[]> texts) {
            for (var text : texts) {
                int end = at + text.length;
                if (end <= bytes.length && Arrays.equals(bytes, at, end, text, 0, text.length)) {
                    return true;
                }
            }
            return false;
        }

        private static int start(byte[] bytes, int at) {
            return (bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void suiteLeftNoKeyBehind() throws IOException {
        for (var folder : REPORTS) {
            var reports = files(folder);
            assertThat(reports).anyMatch(file -> file.toString().endsWith(".xml"));
            assertThat(reports).noneMatch(LeakSearch::leaks);
        }
        assertThat(files(REPORTS.getFirst())).anyMatch(file -> file.toString().endsWith("-output.txt"));

        var exchanges = files(Exchanges.FOLDER);
        assertThat(exchanges.size()).isGreaterThan(300);
        assertThat(exchanges).anyMatch(file -> contains(file, "/actuator/prometheus"));
        assertThat(exchanges).anyMatch(file -> contains(file, "Cannot start"));
        assertThat(exchanges).anyMatch(file -> contains(file, "ImageGatewayApplication as a process"));
        assertThat(exchanges).noneMatch(LeakSearch::leaks);
    }

    @Test
    void searchFindsWhatItIsFor(@TempDir Path folder) throws IOException {
        for (var leak : List.of(
                "Authorization: Bearer " + TestKeys.UPSTREAM,
                "key " + TestKeys.CLIENT.substring(3, 14),
                Base64.getEncoder().encodeToString(("Bearer " + TestKeys.CLIENT).getBytes(StandardCharsets.UTF_8)),
                Base64.getEncoder().encodeToString(("ab" + TestKeys.UPSTREAM).getBytes(StandardCharsets.UTF_8)))) {
            assertThat(leaks(Files.writeString(folder.resolve("log"), leak)))
                    .as(leak)
                    .isTrue();
        }
        assertThat(leaks(Files.writeString(folder.resolve("log"), TestKeys.UPSTREAM.substring(0, 4) + "…")))
                .isFalse();
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
