package dev.imagegateway.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/** Settings of issuers and subjects that stop the start, and the words in which they do. */
final class IssuerSettingCases {

    private static final String ISSUER = "--gateway.jwt.issuers[0]";

    private IssuerSettingCases() {}

    /** What is wrong with an issuer that would be right without these settings. */
    private static WrongSettings refusal(String says, String... settings) {
        var all = new LinkedHashMap<String, String>();
        Stream.concat(
                        Stream.of(ISSUER + ".issuer=https://issuer.invalid", ISSUER + ".audiences=image-gateway"),
                        Stream.of(settings))
                .forEach(setting -> all.put(setting.substring(0, setting.indexOf('=')), setting));
        return new WrongSettings(says, List.copyOf(all.values()));
    }

    static Stream<WrongSettings> refusals() {
        return Stream.of(
                refusal("issuers[0].issuer must be the exact value of iss", ISSUER + ".issuer="),
                refusal("issuers[0].issuer is no URL", ISSUER + ".issuer=cluster"),
                refusal("issuers[0].issuer is no URL", ISSUER + ".issuer=https://a b"),
                refusal("issuers[0].jwk-set-uri must be a URL", ISSUER + ".jwk-set-uri=file:/keys"),
                refusal("issuers[0].audiences must name what its tokens are for", ISSUER + ".audiences="),
                refusal("issuers[0].default-client names no client", ISSUER + ".default-client=team-z"),
                refusal("issuers[0].roles-claim and admin-values belong together", ISSUER + ".roles-claim=roles"),
                refusal("issuers[0].ssl-bundle names no bundle", ISSUER + ".ssl-bundle=nowhere"),
                refusal("issuers[0].token-file cannot be read", ISSUER + ".token-file=/nowhere"),
                refusal(
                        "issuers[1].issuer is that of an earlier one",
                        "--gateway.jwt.issuers[1].issuer=https://issuer.invalid",
                        "--gateway.jwt.issuers[1].audiences=image-gateway"),
                refusal("gateway.jwt.keys-ttl must be from 1s to 1d", "--gateway.jwt.keys-ttl=0s"),
                refusal(
                        "gateway.jwt.keys-interval must be shorter than keys-ttl",
                        "--gateway.jwt.keys-interval=5m",
                        "--gateway.jwt.keys-ttl=5m"),
                refusal(
                        "gateway.clients[0].subjects[0].subject is empty",
                        "--gateway.clients[0].subjects[0].issuer=https://issuer.invalid"),
                refusal(
                        "gateway.clients[0].subjects[0].issuer must be the issuer of one of",
                        "--gateway.clients[0].subjects[0].issuer=https://issuer.invalid/",
                        "--gateway.clients[0].subjects[0].subject=shop"),
                refusal(
                        "gateway.clients[0].subjects[1] appears twice",
                        "--gateway.clients[0].subjects[0].subject=shop",
                        "--gateway.clients[0].subjects[1].subject=shop"),
                WrongSettings.of(
                        "gateway.clients[0].subjects[0].issuer must be the issuer of one of",
                        "--gateway.clients[0].subjects[0].subject=shop"));
    }
}
