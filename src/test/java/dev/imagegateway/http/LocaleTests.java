package dev.imagegateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.DefaultLocale;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts and files are the same whatever the locale of the machine is. */
@ExtendWith(Suite.class)
class LocaleTests {

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "tr-TR", "th-TH-u-ca-buddhist-nu-thai", "de-DE"})
    void textsHaveAsciiDigits(String locale, Gateway gateway) throws IOException {
        try (var _ = DefaultLocale.of(locale)) {
            var limit = gateway.send(
                    gateway.to("/v1/generations?limit=0").header("Authorization", "Bearer " + TestKeys.CLIENT));
            assertThat(limit.text()).contains("must be an integer from 1 to 100");
            assertThat(gateway.generate("{\"model\": }").text()).contains("(line 1, column ");
            assertThat(gateway.generate(" ".repeat(1_100_000)).text()).contains("The body may have 1048576 bytes");
            assertThat(gateway.send(gateway.to("/problems/invalid-request")).text())
                    .contains("<dd>400</dd>");
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            assertThat(gateway.send(gateway.to("/v1/usage?group_by=hour")
                                    .header("Authorization", "Bearer " + TestKeys.CLIENT))
                            .text())
                    .containsPattern("\"group\":\"2\\d{3}-[01]\\d-[0-3]\\dT");
            // it would not be read in another locale
            assertThat(Files.readString(Path.of(gateway.setting("gateway.ledger.directory"), "ledger.id")))
                    .matches("\\p{ASCII}+");
        }
    }
}
