package dev.imagegateway.access;

import dev.imagegateway.access.AccessProperties.ManagementAccess;
import dev.imagegateway.client.Client;
import dev.imagegateway.client.Client.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.web.context.support.WebApplicationContextUtils;

/** Authorises requests on the management port. */
final class ManagementPort {

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
     */
    private static boolean isForwarded(HttpServletRequest request) {
        return request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
    }

    private static boolean mayRead(@Nullable Authentication caller) {
        return caller != null
                && caller.getPrincipal() instanceof Client client
                && (client.isAdmin() || client.roles().contains(Role.METRICS));
    }

    /**
     * Whether an address is loopback, link-local, in RFC 1918 or RFC 4193, or in 100.64.0.0/10 (RFC 6598), used for
     * pods.
     */
    private static boolean isPrivate(String address) {
        try {
            var ip = InetAddress.getByName(address);
            var bytes = ip.getAddress();
            return ip.isLoopbackAddress()
                    || ip.isLinkLocalAddress()
                    || ip.isSiteLocalAddress()
                    || (bytes.length == 16 ? (bytes[0] & 0xfe) == 0xfc : bytes[0] == 100 && (bytes[1] & 0xc0) == 64);
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
