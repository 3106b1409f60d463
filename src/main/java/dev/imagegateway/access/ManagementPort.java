package dev.imagegateway.access;

import dev.imagegateway.access.AccessProperties.ManagementAccess;
import dev.imagegateway.client.Client;
import dev.imagegateway.client.Client.Role;
import dev.imagegateway.telemetry.CallerAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.web.context.support.WebApplicationContextUtils;

/** Authorises requests on the management port. */
final class ManagementPort {

    /** Headers by which proxies pass on the caller's address. */
    private static final List<String> FORWARDED = List.of("X-Forwarded-For", "Forwarded", "X-Real-IP");

    private final ManagementAccess access;
    private final String health;

    /**
     * Creates the authorisation.
     *
     * @param health the path of the health page, which is public together with its subpaths
     */
    ManagementPort(ManagementAccess access, String health) {
        this.access = access;
        this.health = health;
    }

    /** Whether a request arrived at the management port. */
    static boolean isMeant(HttpServletRequest request) {
        return WebServerApplicationContext.hasServerNamespace(
                WebApplicationContextUtils.getWebApplicationContext(request.getServletContext()), "management");
    }

    AuthorizationResult authorize(Supplier<? extends @Nullable Authentication> caller, HttpServletRequest request) {
        return new AuthorizationDecision(isOpen(request) || mayRead(caller.get()));
    }

    private boolean isOpen(HttpServletRequest request) {
        var path = request.getRequestURI();
        if (path.equals(health) || path.startsWith(health + "/")) {
            return true;
        }
        return switch (access) {
            case OPEN -> true;
            case PRIVATE ->
                isPrivate(request.getLocalAddr()) && isPrivate(request.getRemoteAddr()) && !isForwarded(request);
            case CREDENTIAL -> false;
        };
    }

    /**
     * Whether a proxy that is not configured as trusted forwarded the request. The caller's address is unknown then.
     * Tomcat removes {@code X-Forwarded-For} of a trusted proxy.
     */
    private static boolean isForwarded(HttpServletRequest request) {
        return FORWARDED.stream().anyMatch(name -> request.getHeader(name) != null);
    }

    private static boolean mayRead(@Nullable Authentication caller) {
        return caller != null
                && caller.getPrincipal() instanceof Client client
                && (client.isAdmin() || client.roles().contains(Role.METRICS));
    }

    private static boolean isPrivate(String address) {
        return CallerAddress.of(address).isPrivate();
    }
}
