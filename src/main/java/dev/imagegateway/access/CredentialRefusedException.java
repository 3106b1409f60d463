package dev.imagegateway.access;

import org.springframework.security.core.AuthenticationException;

/** A key or token that names no client. Its message is for the caller and holds nothing of what was sent. */
final class CredentialRefusedException extends AuthenticationException {

    private final String reason;

    /**
     * Refuses it.
     *
     * @param reason why, in a word for the audit log, such as {@code expired}
     * @param whatToDo a sentence for the caller
     */
    CredentialRefusedException(String reason, String whatToDo) {
        super(whatToDo);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    /** It is an answer, not a surprise, and a flood of them must cost little. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
