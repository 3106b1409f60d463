package dev.imagegateway.access;

import org.springframework.security.core.AuthenticationException;

/**
 * A key or token that belongs to no client. The message is shown to the caller and contains nothing of the credential.
 */
final class CredentialRefusedException extends AuthenticationException {

    private final String reason;

    /**
     * Creates a refusal.
     *
     * @param reason a short code for the audit log, such as {@code expired}
     * @param whatToDo a sentence for the caller
     */
    CredentialRefusedException(String reason, String whatToDo) {
        super(whatToDo);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    /** Omits the stack trace: refusals are expected and may be frequent. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
