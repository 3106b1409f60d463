package dev.imagegateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.process.PackagedProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SandboxMainTests {

    private static final Pattern ADDRESS = Pattern.compile("listens on (http://[^;]+);");

    @Test
    void runsAloneUntilItIsTerminated() throws Exception {
        Process process = start(List.of("--sandbox.port=0"), "SANDBOX_RESPONSEPROFILE", "legacy");
        try (BufferedReader output = reader(process)) {
            String address = output.lines()
                    .map(ADDRESS::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElseThrow();
            try (HttpClient client = HttpClient.newHttpClient()) {
                String settings = client.send(
                                HttpRequest.newBuilder(URI.create(address + "/sandbox/settings"))
                                        .build(),
                                BodyHandlers.ofString())
                        .body();
                assertThat(settings).contains("\"response-profile\":\"LEGACY\"");
            }
            process.toHandle().destroy(); // unlike Process.destroy, it leaves the output open
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(output.lines()).noneMatch(line -> line.contains("Exception"));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void saysWhichSettingIsWrong() throws Exception {
        Process process = start(List.of("--sandbox.port=0", "--sandbox.prot=1"), "", "");
        try (BufferedReader output = reader(process)) {
            assertThat(output.lines()).anyMatch(line -> line.contains("sandbox.prot"));
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(2);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(List<String> arguments, String variable, String value) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(
                                PackagedProgram.java(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SandboxMain.class.getName()),
                        arguments.stream())
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (!variable.isEmpty()) {
            builder.environment().put(variable, value);
        }
        return builder.start();
    }

    private static BufferedReader reader(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }
}
