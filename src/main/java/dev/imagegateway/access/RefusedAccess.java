package dev.imagegateway.access;

import dev.imagegateway.client.Client;
import dev.imagegateway.http.ProblemWriter;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.telemetry.AuditLog;
import dev.imagegateway.telemetry.CallerAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Writes the responses for unauthenticated and forbidden requests. Kept cheap, because these may come in large numbers.
 */
final class RefusedAccess implements AuthenticationEntryPoint, AccessDeniedHandler {

    /** No configured hash can match such a key; see {@code KeyHash.isSendable} in package {@code client}. */
    private static final String UNUSABLE_CHARACTERS =
            "The credential in Authorization: Bearer contains characters that a bearer token cannot have. Allowed are"
                    + " letters, digits and - . _ ~ + /, and = at the end (RFC 6750, section 2.1). If it is your client"
                    + " key, ask the gateway's operators for a new one; their command new-key makes one.";

    private final AddressFailures failures;
    private final ProblemWriter writer = new ProblemWriter();

    RefusedAccess(AddressFailures failures) {
        this.failures = failures;
    }

    /** The caller is not authenticated. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (failure instanceof IssuerUnavailableException away) {
            writer.write(away.problem(), request, response);
            return;
        }
        var subscriber = CallerAddress.of(request.getRemoteAddr()).subscriber();
        var reason = reason(request, failure);
        var tooMany = failures.count(subscriber);
        // an expired token must always be reported as such, so that its holder gets a new one whatever others at the
        // address do
        if (tooMany.isPresent() && !reason.equals(TokenRefusal.EXPIRED.reason())) {
            audit(subscriber, "address-limited", request, reason);
            writer.write(tooOften(Duration.ofNanos(tooMany.getAsLong())), request, response);
            return;
        }
        audit(subscriber, "unauthenticated", request, reason);
        writer.write(
                Problem.of(ProblemType.UNAUTHENTICATED, whatToDo(request, failure))
                        .withHeader(HttpHeaders.WWW_AUTHENTICATE, challenge(failure)),
                request,
                response);
    }

    private static void audit(String subscriber, String event, HttpServletRequest request, String reason) {
        AuditLog.writeSeldom(subscriber, event, AuditLog.facts(null, request, AuditLog.fact("reason", reason)));
    }

    private static String reason(HttpServletRequest request, AuthenticationException failure) {
        return switch (failure) {
            case CredentialRefusedException refused -> refused.reason();
            case OAuth2AuthenticationException two when isAmbiguous(two) -> CredentialResolver.AMBIGUOUS;
            case OAuth2AuthenticationException _ -> hasCredential(request) ? "unusable-characters" : "malformed";
            default -> "no-credential";
        };
    }

    /** Names an error only if a credential was sent, as RFC 6750 requires. */
    private static String challenge(AuthenticationException failure) {
        return failure instanceof CredentialRefusedException || failure instanceof OAuth2AuthenticationException
                ? "Bearer error=\"invalid_token\""
                : "Bearer";
    }

    private static String whatToDo(HttpServletRequest request, AuthenticationException failure) {
        if (request.getHeader(HttpHeaders.AUTHORIZATION) == null && CredentialResolver.apiKey(request) == null) {
            return "Send Authorization: Bearer followed by your client key.";
        }
        return switch (failure) {
            case CredentialRefusedException refused -> named(String.valueOf(refused.getMessage()), request);
            case OAuth2AuthenticationException two
            when isAmbiguous(two) -> "Authorization: Bearer and api-key have different credentials: send one of them.";
            case OAuth2AuthenticationException _ when hasCredential(request) -> named(UNUSABLE_CHARACTERS, request);
            default -> "Send Authorization: Bearer followed by your client key, which has no spaces.";
        };
    }

    /** Names the header that was sent. */
    private static String named(String whatToDo, HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) == null
                ? whatToDo.replace("Authorization: Bearer", CredentialResolver.API_KEY)
                : whatToDo;
    }

    private static boolean isAmbiguous(OAuth2AuthenticationException failure) {
        return failure.getError().getErrorCode().equals(CredentialResolver.AMBIGUOUS);
    }

    /** Whether there is text after the scheme that Spring Security has recognised, or in {@code api-key}. */
    private static boolean hasCredential(HttpServletRequest request) {
        if (CredentialResolver.apiKey(request) != null) {
            return true;
        }
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null
                && !header.substring(Math.min(header.length(), "Bearer".length()))
                        .isBlank();
    }

    private static Problem tooOften(Duration wait) {
        return Problem.of(
                        ProblemType.RATE_LIMITED,
                        "Too many requests without a good credential came from this address. Send Authorization: Bearer"
                                + " followed by your client key: with it, the address does not matter.")
                .retryAfter(wait)
                // a retry with the same key would be refused again
                .withHeader("x-should-retry", "false");
    }

    /** The caller is authenticated but not allowed. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        var caller = SecurityContextHolder.getContext().getAuthentication();
        var client = caller != null && caller.getPrincipal() instanceof Client known ? known.id() : null;
        AuditLog.writeSeldom(
                String.valueOf(client),
                "forbidden",
                AuditLog.facts(client, request, AuditLog.fact("path", request.getRequestURI())));
        writer.write(Problem.of(ProblemType.FORBIDDEN, ProblemType.FORBIDDEN.meaning()), request, response);
    }
}
