package dev.imagegateway.store;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLException;

/** Says why PostgreSQL cannot be used, and what to do. Quotes neither the URL, which may hold a password, nor the server. */
final class PostgresRefusal {

    private static final String URL = "SPRING_DATASOURCE_URL";
    private static final String USER = "SPRING_DATASOURCE_USERNAME";
    private static final String PASSWORD = "SPRING_DATASOURCE_PASSWORD";

    /** The parts of the URL by the driver's names. */
    private final Map<String, String> parts = new HashMap<>();

    PostgresRefusal(String url) {
        try {
            for (var part : DriverManager.getDriver(url).getPropertyInfo(url, new Properties())) {
                parts.put(part.name, String.valueOf(part.value));
            }
        } catch (SQLException _) {
            // not a URL of this driver; the reason is said without its parts
        }
    }

    /** Returns the reason as one line. */
    String of(SQLException failure) {
        var state = Objects.requireNonNullElse(failure.getSQLState(), "");
        return network(failure)
                .or(() -> tls(failure))
                .or(() -> connecting(state))
                .map(reason -> "the ledger's PostgreSQL cannot be reached: " + reason)
                .orElseGet(() -> "the ledger's PostgreSQL refused a statement: SQL state " + state
                        + "; see the server's log, and check " + URL);
    }

    private Optional<String> network(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException _ -> {
                    return Optional.of(
                            "the host " + part("PGHOST") + " of " + URL + " is unknown; check its spelling and DNS");
                }
                case NoRouteToHostException _ -> {
                    return Optional.of("there is no route to " + place() + "; check the network and its firewalls");
                }
                case ConnectException _ -> {
                    return Optional.of(place() + " refuses connections; check that PostgreSQL runs there and that "
                            + URL + " has its host and port");
                }
                case SocketTimeoutException _ -> {
                    return Optional.of(
                            place() + " does not answer in time; check the network, its firewalls, and " + URL);
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private Optional<String> tls(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileNotFoundException) {
                return Optional.of("a certificate file is missing; sslmode=" + part("sslmode")
                        + " needs the root certificate of the server's authority: set sslrootcert=/path/to/root.crt in "
                        + URL + " (its default is ~/.postgresql/root.crt), or check sslcert and sslkey");
            }
            if (cause instanceof CertificateException) {
                return Optional.of("the server's certificate is not trusted, or is for another host; check sslrootcert"
                        + " and the host in " + URL);
            }
        }
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return Optional.of("the TLS handshake failed; check sslmode, sslrootcert and the host in " + URL);
            }
        }
        return Optional.empty();
    }

    /** Why a connection was refused, by the SQL state; empty if the state is about something else. */
    private Optional<String> connecting(String state) {
        var reason = switch (state) {
            case "28P01" -> "the user or its password is wrong; check " + USER + " and " + PASSWORD;
            case "28000" ->
                "the server does not let this user in; check " + USER + ", and pg_hba.conf for TLS and addresses";
            case "3D000" -> "there is no database " + part("PGDBNAME") + "; create it, or check " + URL;
            case "42501" -> "the user may not connect to " + part("PGDBNAME") + "; GRANT CONNECT to " + USER;
            case "53300" -> "it has no connections left; raise max_connections, or run fewer gateways";
            case "57P03" -> "it is starting or stopping; start the gateway again";
            case "08004" -> "the server refuses the connection; if sslmode requires TLS, check that the server has it";
            default ->
                state.isEmpty() || state.startsWith("08")
                        ? "SQL state " + state + "; check " + URL + ", " + USER + " and " + PASSWORD
                                + ", and the server's log"
                        : null;
        };
        return Optional.ofNullable(reason);
    }

    private String part(String name) {
        return parts.getOrDefault(name, "?");
    }

    /** Host, port and database. */
    String database() {
        return place() + "/" + part("PGDBNAME");
    }

    private String place() {
        return part("PGHOST") + ":" + part("PGPORT");
    }
}
