package dev.imagegateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Makes tokens, and keys to sign them with, whoever may take them for good. */
final class TestTokens {

    private TestTokens() {}

    /** A token signed by any key. */
    static String sign(JWSAlgorithm algorithm, JWK key, JWTClaimsSet.Builder claims) {
        return sign(new JWSHeader.Builder(algorithm), key, claims);
    }

    /** A token with that header, but for the key's id. */
    static String sign(JWSHeader.Builder builder, JWK key, JWTClaimsSet.Builder claims) {
        try {
            var header = builder.keyID(key.getKeyID()).build();
            var algorithm = header.getAlgorithm();
            var token = new SignedJWT(header, claims.build());
            token.sign(new DefaultJWSSignerFactory().createJWSSigner(key, algorithm));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** A token's header, claims and signature, as they are sent. */
    static List<String> parts(String token) {
        return Pattern.compile("\\.")
                .splitAsStream(token)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    static JWK newRsa() {
        return newRsa(UUID.randomUUID().toString());
    }

    static JWK newRsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static JWK newEc() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
