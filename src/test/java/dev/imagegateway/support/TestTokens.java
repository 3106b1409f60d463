package dev.imagegateway.support;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Makes tokens, and keys to sign them with, whoever may take them for good. */
public final class TestTokens {

    /** Keys are used in turn, because making one takes a second of a processor: those of issuers, and those of others. */
    private static final Keys OF_ISSUERS = new Keys();

    private static final Keys OF_OTHERS = new Keys();

    private TestTokens() {}

    /** A token signed by any key. */
    public static String sign(JWSAlgorithm algorithm, JWK key, JWTClaimsSet.Builder claims) {
        return sign(new JWSHeader.Builder(algorithm), key, claims);
    }

    /** A token with that header, but for the key's id. */
    public static String sign(JWSHeader.Builder builder, JWK key, JWTClaimsSet.Builder claims) {
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

    /** A token whose claims are this text, which need not be claims. */
    static String sign(JWSHeader.Builder builder, JWK key, String claims) {
        try {
            var header = builder.keyID(key.getKeyID()).build();
            var token = new JWSObject(header, new Payload(claims));
            token.sign(new DefaultJWSSignerFactory().createJWSSigner(key, header.getAlgorithm()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** A token's header, claims and signature, as they are sent. */
    public static List<String> parts(String token) {
        return Pattern.compile("\\.")
                .splitAsStream(token)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** A key that no issuer has, and not the one of the last call. */
    public static JWK newRsa() {
        return newRsa(UUID.randomUUID().toString());
    }

    /** A key that no issuer has, with this id. */
    public static JWK newRsa(String id) {
        return OF_OTHERS.next(id);
    }

    /** A key for an issuer, and not the one of the last call. */
    static JWK newRsaOfIssuer() {
        return OF_ISSUERS.next(UUID.randomUUID().toString());
    }

    /** Two keys, each made when it is first needed. */
    private static final class Keys {

        private final List<RSAKey> made = new ArrayList<>();
        private int count;

        private synchronized JWK next(String id) {
            int index = count++ % 2;
            if (made.size() <= index) {
                made.add(generate());
            }
            return new RSAKey.Builder(made.get(index)).keyID(id).build();
        }

        private static RSAKey generate() {
            try {
                return new RSAKeyGenerator(2048).generate();
            } catch (JOSEException e) {
                throw new AssertionError(e);
            }
        }
    }

    public static JWK newEc() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
