package dev.imagegateway.settings;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Environment variables that describe services to containers. Kubernetes sets them for every Service of a namespace
 * ({@code enableServiceLinks}), and Docker for links. Those of a service named {@code gateway} or {@code gateway-…}
 * look like settings of the gateway.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables">Kubernetes</a>
 */
final class ServiceLinks {

    private static final String ADDRESS = "(?:tcp|udp|sctp)://\\S+:\\d+";

    private static final String HOST = "[0-9A-Fa-f.:]+";

    /** The patterns of names and of their values. */
    private static final Map<Pattern, Pattern> VARIABLES = Map.of(
            Pattern.compile("\\w+_SERVICE_HOST"), Pattern.compile(HOST),
            Pattern.compile("\\w+_SERVICE_PORT(?:_\\w+)?"), Pattern.compile("\\d+"),
            Pattern.compile("\\w+_PORT"), Pattern.compile(ADDRESS),
            Pattern.compile("\\w+_PORT_\\d+_(?:TCP|UDP|SCTP)"), Pattern.compile(ADDRESS),
            Pattern.compile("\\w+_PORT_\\d+_(?:TCP|UDP|SCTP)_PROTO"), Pattern.compile("tcp|udp|sctp"),
            Pattern.compile("\\w+_PORT_\\d+_(?:TCP|UDP|SCTP)_PORT"), Pattern.compile("\\d+"),
            Pattern.compile("\\w+_PORT_\\d+_(?:TCP|UDP|SCTP)_ADDR"), Pattern.compile(HOST));

    private ServiceLinks() {}

    /** Whether a variable is one of these, judged by its name and its value. */
    static boolean contain(String variable, String value) {
        return VARIABLES.entrySet().stream()
                .anyMatch(form -> form.getKey().matcher(variable).matches()
                        && form.getValue().matcher(value).matches());
    }
}
