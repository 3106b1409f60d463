package dev.imagegateway.access;

import java.util.Locale;

/** The reasons for refusing a token, with advice for its sender. No text contains anything from the token. */
enum TokenRefusal {
    MALFORMED("The token cannot be read: send a signed JWT in its compact form, whole and unchanged."),
    UNKNOWN_ISSUER(
            "The token's issuer (iss) is none that this gateway takes tokens of: ask another one, or use a key."),
    ALGORITHM("The token's algorithm (alg) is not taken: have it signed with RS, PS or ES, and SHA-256, 384 or 512."),
    SIGNATURE("The token's signature is by none of its issuer's present keys: ask the issuer for a new token."),
    WRONG_AUDIENCE("The token's audience (aud) is another service: ask its issuer for a token for this gateway."),
    NO_EXPIRY("The token never expires (exp is missing): have its issuer give one that does."),
    EXPIRED("The token has expired: ask its issuer for a new one, and send that from now on."),
    NOT_YET_VALID("The token is not valid yet (nbf): wait until it is, or set the clocks right."),
    UNKNOWN_SUBJECT("The token is good, but it is of none of this gateway's clients: ask the operators to add you.");

    private final String whatToDo;

    TokenRefusal(String whatToDo) {
        this.whatToDo = whatToDo;
    }

    /** Creates the exception for this reason. */
    CredentialRefusedException asException() {
        return new CredentialRefusedException(reason(), whatToDo);
    }

    /** The name in the audit log and in metrics. */
    String reason() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
