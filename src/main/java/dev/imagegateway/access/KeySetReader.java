package dev.imagegateway.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parses a JSON Web Key Set entry by entry. RFC 7517 (section 5) says that entries with unknown types, missing members
 * or unsupported values should be ignored. Nimbus' own parser refuses the whole set for most of them.
 */
final class KeySetReader {

    private static final Logger log = LoggerFactory.getLogger(KeySetReader.class);

    private KeySetReader() {}

    /**
     * A parsed key set.
     *
     * @param keys the usable keys
     * @param unusable the number of entries that were ignored
     */
    record KeySet(List<JWK> keys, int unusable) {}

    /** @throws IOException if the body is not a key set */
    static KeySet read(byte[] body) throws IOException {
        try {
            var entries = JsonMapper.shared().readTree(body).path("keys");
            if (!entries.isArray()) {
                throw new IOException("its key set cannot be read");
            }
            var keys = new ArrayList<JWK>();
            for (var entry : entries) {
                try {
                    keys.add(usable(JWK.parse(entry.toString())));
                } catch (ParseException | JOSEException | RuntimeException e) {
                    log.debug("An entry of a key set is ignored", e);
                }
            }
            return new KeySet(List.copyOf(keys), entries.size() - keys.size());
        } catch (JacksonException e) {
            throw new IOException("its key set cannot be read", e);
        }
    }

    /** Nimbus parses some keys without numbers, and fails only when it converts them. */
    private static JWK usable(JWK key) throws JOSEException {
        if (key instanceof AsymmetricJWK pair) {
            pair.toPublicKey();
        }
        return key;
    }
}
