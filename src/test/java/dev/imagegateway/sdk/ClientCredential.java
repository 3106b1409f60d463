package dev.imagegateway.sdk;

import com.nimbusds.jose.JWSAlgorithm;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestIssuer;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.TestTokens;
import java.util.List;

/** By what a client may say who it is: to the client, either is its API key. */
enum ClientCredential {
    KEY {
        @Override
        Pair of(TestIssuer issuer) {
            return new Pair(
                    TestKeys.CLIENT,
                    TestKeys.STRANGER,
                    "The key in Authorization: Bearer is not one of this gateway's clients.");
        }
    },
    TOKEN {
        @Override
        Pair of(TestIssuer issuer) {
            var claims = issuer.claims(Suite.SUBJECT);
            return new Pair(
                    issuer.sign(claims),
                    TestTokens.sign(JWSAlgorithm.RS256, TestTokens.newRsa(), claims),
                    "The token's signature is by none of its issuer's present keys");
        }
    };

    abstract Pair of(TestIssuer issuer);

    /**
     * What serves and what does not.
     *
     * @param complaint what the gateway says of the bad one
     */
    record Pair(String good, String bad, String complaint) {

        /** What was sent, as if by keys: nothing else may differ, and no token is ever recorded. */
        List<WireMessage> asKeys(List<WireMessage> requests) {
            return requests.stream()
                    .map(request -> new WireMessage(
                            request.startLine(),
                            request.headers().stream()
                                    .map(header -> header.replace(good, TestKeys.CLIENT)
                                            .replace(bad, TestKeys.STRANGER))
                                    .toList(),
                            request.body()))
                    .toList();
        }
    }
}
