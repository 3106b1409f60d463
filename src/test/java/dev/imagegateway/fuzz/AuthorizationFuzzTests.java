package dev.imagegateway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imagegateway.support.Gateway;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever {@code Authorization} says: only the whole key lets in. */
class AuthorizationFuzzTests {

    @RegisterExtension
    static final FuzzedGateway GATEWAY = new FuzzedGateway();

    static Stream<Arguments> seeds() {
        return Stream.of(
                        "Bearer fuzz-key",
                        "bearer   fuzz-key",
                        "Bearer fuzz-key=",
                        "Bearer fuzz-key, Bearer fuzz-key",
                        "Bearer fuzz-ke",
                        "Bearer",
                        "Basic YTpi",
                        "fuzz-key",
                        "Bearer {}'\"\u00e9\u0000",
                        "Bearer fuzz-key\r\nExpect: 100-continue",
                        "Bearer fuzz-key\r\nTransfer-Encoding: chunked",
                        "Bearer fuzz-key\r\nContent-Length: 0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nX: ",
                        "\r\n obsolete: folding",
                        // HTTP/0.9, whose answers are bodies and nothing else
                        "Bearer\r\n\r\n" + "x".repeat(Gateway.A_CAT.length()) + "r f",
                        "Bearer fuzz-key\r\nContent-Length: 0\r\n\r\nGET /problems HTTP/1.1\r\nHost: a\r\nX: ",
                        "Bearer\r\nContent-Length: 0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nX: ",
                        "a\rb\nc")
                .map(text -> Arguments.of((Object) text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "Bearer ",
        "fuzz-key",
        "\\x0d\\x0a",
        "\\x0d\\x0a\\x0d\\x0a",
        "Content-Length: ",
        "Transfer-Encoding: chunked"
    })
    @FuzzTest(maxDuration = "")
    void authorization(byte[] header) {
        var text = new String(header, StandardCharsets.ISO_8859_1);
        var answers = text.contains("\r") || text.contains("\n")
                ? GATEWAY.sendSplitting(header)
                : List.of(GATEWAY.sendAuthorization(header));
        if (!text.contains(FuzzedGateway.KEY)) {
            assertThat(answers).filteredOn(answer -> answer.status() == 200).allMatch(FuzzedGateway::isPage);
        }
    }
}
