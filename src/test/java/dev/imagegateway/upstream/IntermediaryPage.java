package dev.imagegateway.upstream;

import dev.imagegateway.support.StubUpstream;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An answer as a product between the gateway and AIML writes it, or something that looks like it.
 *
 * @param name for people
 * @param status of the answer
 * @param headers of the answer
 * @param body of the answer
 * @param problem what the caller has to get
 */
public record IntermediaryPage(String name, int status, Map<String, String> headers, String body, String problem) {

    static final String BLOCKED = "upstream-unavailable";
    static final String LIMITED = "overloaded";
    static final String UNKNOWN = "outcome-unknown";

    private static final String JUST_A_MOMENT =
            "<!DOCTYPE html><html lang=\"en-US\"><head><title>Just a moment...</title></head><body></body></html>";
    private static final String ATTENTION = "<!DOCTYPE html>\n<html class=\"no-js\" lang=\"en-US\"> <head>\n"
            + "<title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1></body>";
    private static final String RESTRICTED = "<!DOCTYPE html>\n<head>\n<title>Access denied | api.aimlapi.com used"
            + " Cloudflare to restrict access</title></head><body></body></html>";
    private static final String RBAC = "RBAC: access denied";
    private static final String HAPROXY = """
            <html><body><h1>403 Forbidden</h1>
            Request forbidden by administrative rules.
            </body></html>
            """;
    private static final String HAPROXY_LIMIT = """
            <html><body><h1>429 Too Many Requests</h1>
            You have sent too many requests in a given amount of time.
            </body></html>
            """;
    private static final String AWS_ELB = """
            <html>\r
            <head><title>403 Forbidden</title></head>\r
            <body>\r
            <center><h1>403 Forbidden</h1></center>\r
            </body>\r
            </html>\r
            """;

    static IntermediaryPage challenge() {
        return new IntermediaryPage("challenge", 403, cloudflare("cf-mitigated", "challenge"), JUST_A_MOMENT, BLOCKED);
    }

    static IntermediaryPage rateLimit(String... headers) {
        return new IntermediaryPage("1015", 429, cloudflare(headers), "error code: 1015", LIMITED);
    }

    static IntermediaryPage rateLimitAsJson(int retryAfter) {
        var json = cloudflareJson(429, 1015).replace("}", ",\"retry_after\":" + retryAfter + "}");
        return new IntermediaryPage("1015 as JSON", 429, cloudflare(), json, LIMITED);
    }

    static IntermediaryPage ban(int code) {
        return new IntermediaryPage("" + code, 403, cloudflare(), "error code: " + code, BLOCKED);
    }

    /** A refusal as nginx writes it. */
    public static IntermediaryPage nginx(int status) {
        return new IntermediaryPage("nginx, " + status, status, Map.of(), nginx(status, "nginx"), BLOCKED);
    }

    static Stream<IntermediaryPage> ofTheIssue() {
        return Stream.of(challenge(), rateLimit());
    }

    /** Certainly refused before AIML saw the request. */
    static Stream<IntermediaryPage> recognised() {
        return Stream.of(
                challenge(),
                new IntermediaryPage(
                        "challenge, 429", 429, cloudflare("cf-mitigated", "challenge"), JUST_A_MOMENT, BLOCKED),
                new IntermediaryPage("Cloudflare's firewall", 403, cloudflare(), ATTENTION, BLOCKED),
                new IntermediaryPage("1020 as a page", 403, cloudflare(), RESTRICTED, BLOCKED),
                new IntermediaryPage("1015 as a page", 429, cloudflare(), RESTRICTED, LIMITED),
                rateLimit(),
                rateLimitAsJson(9),
                new IntermediaryPage("1010 as JSON", 403, cloudflare(), cloudflareJson(403, 1010), BLOCKED),
                ban(1006),
                ban(1020),
                new IntermediaryPage("AWS WAF", 403, CLOUDFRONT, cloudFront("Request blocked."), BLOCKED),
                new IntermediaryPage(
                        "CloudFront's country",
                        403,
                        CLOUDFRONT,
                        cloudFront(
                                "The Amazon CloudFront distribution is configured to block access from your country."),
                        BLOCKED),
                new IntermediaryPage("AWS WAF, balancer", 403, Map.of("Server", "awselb/2.0"), AWS_ELB, BLOCKED),
                new IntermediaryPage("nginx", 403, Map.of("Server", "nginx"), nginx(403, "nginx"), BLOCKED),
                new IntermediaryPage("nginx at an edge", 413, cloudflare(), nginx(413, "nginx/1.27.3"), BLOCKED),
                new IntermediaryPage("nginx, limit", 429, Map.of(), nginx(429, "openresty"), LIMITED),
                new IntermediaryPage("Istio", 403, Map.of("Server", "istio-envoy"), RBAC, BLOCKED),
                new IntermediaryPage("Envoy", 429, Map.of("Server", "envoy"), "local_rate_limited", LIMITED),
                new IntermediaryPage(
                        "Envoy, shared", 429, Map.of("Server", "envoy", "x-envoy-ratelimited", "true"), "", LIMITED),
                new IntermediaryPage("HAProxy", 403, Map.of(), HAPROXY, BLOCKED),
                new IntermediaryPage("HAProxy, limit", 429, Map.of(), HAPROXY_LIMIT, LIMITED),
                // nginx pads its pages with six comments for old browsers
                nginx(403).padded(6));
    }

    /** No proof that AIML did not see the request. */
    static Stream<IntermediaryPage> notRecognised() {
        return Stream.of(
                new IntermediaryPage("any page", 403, Map.of(), "<html>Forbidden</html>", UNKNOWN),
                new IntermediaryPage("nothing", 403, cloudflare(), "", UNKNOWN),
                new IntermediaryPage("the origin's page", 403, cloudflare(), "<html>Forbidden</html>", UNKNOWN),
                new IntermediaryPage("a title alone", 403, Map.of("Server", "cloudflare"), ATTENTION, UNKNOWN),
                new IntermediaryPage("a code alone", 429, Map.of(), "error code: 1015", UNKNOWN),
                new IntermediaryPage("a challenge alone", 403, Map.of("cf-mitigated", "challenge"), "", UNKNOWN),
                new IntermediaryPage("a code in a text", 429, cloudflare(), "see error code: 1015", UNKNOWN),
                new IntermediaryPage("1015 with 403", 403, cloudflare(), "error code: 1015", UNKNOWN),
                new IntermediaryPage("JSON of 403", 429, cloudflare(), cloudflareJson(403, 1015), UNKNOWN),
                ban(1102).becoming(UNKNOWN),
                new IntermediaryPage("1200", 429, cloudflare(), "error code: 1200", UNKNOWN),
                new IntermediaryPage("challenge, 503", 503, cloudflare("cf-mitigated", "challenge"), "", UNKNOWN),
                new IntermediaryPage("1006 with 503", 503, cloudflare(), "error code: 1006", UNKNOWN),
                new IntermediaryPage("502", 502, cloudflare(), "error code: 502", UNKNOWN),
                new IntermediaryPage("challenge, 200", 200, cloudflare("cf-mitigated", "challenge"), "", UNKNOWN),
                new IntermediaryPage(
                        "after an inference",
                        403,
                        cloudflare("cf-mitigated", "challenge", "x-inference-id", "V1StGXR8Z5jdHi6BmyT8k"),
                        JUST_A_MOMENT,
                        UNKNOWN),
                new IntermediaryPage("CloudFront, else", 403, CLOUDFRONT, cloudFront("Bad gateway."), UNKNOWN),
                new IntermediaryPage("ELB's page alone", 403, Map.of(), AWS_ELB, UNKNOWN),
                nginx(404).becoming(UNKNOWN),
                new IntermediaryPage("nginx, 408", 408, Map.of(), nginx(408, "nginx"), UNKNOWN),
                new IntermediaryPage("nginx, 499", 499, Map.of(), nginx(499, "nginx"), UNKNOWN),
                new IntermediaryPage("nginx, 504", 504, Map.of(), nginx(504, "nginx"), UNKNOWN),
                new IntermediaryPage("nginx of 502", 403, Map.of(), nginx(502, "nginx"), UNKNOWN),
                new IntermediaryPage("a page about nginx", 403, Map.of("Server", "nginx"), "<center>nginx", UNKNOWN),
                new IntermediaryPage("RBAC alone", 403, Map.of(), RBAC, UNKNOWN),
                new IntermediaryPage(
                        "Squid", 403, Map.of("X-Squid-Error", "ERR_ACCESS_DENIED 0"), "<html>ERROR</html>", UNKNOWN),
                new IntermediaryPage("HAProxy, longer", 403, Map.of(), HAPROXY + "See the manual.", UNKNOWN),
                nginx(403).padded(5_000).becoming(UNKNOWN),
                new IntermediaryPage("407 alone", 407, Map.of(), "<html>", UNKNOWN),
                // the configured proxy's own 407 answers CONNECT, before any POST
                new IntermediaryPage(
                        "407 from beyond the tunnel",
                        407,
                        Map.of("Proxy-Authenticate", "Basic realm=\"x\""),
                        "<html>",
                        UNKNOWN),
                new IntermediaryPage("huge", 403, cloudflare(), ATTENTION + " ".repeat(300_000), UNKNOWN));
    }

    private static final Map<String, String> CLOUDFRONT =
            Map.of("Server", "CloudFront", "X-Cache", "Error from cloudfront", "X-Amz-Cf-Id", "D_ryC7me==");

    private static Map<String, String> cloudflare(String... more) {
        var headers = new HashMap<>(Map.of("Server", "cloudflare", "CF-RAY", "8f3b1c2d4e5f6a7b-FRA"));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    private static String cloudflareJson(int status, int code) {
        return "{\"title\":\"Error " + code + "\",\"status\":" + status + ",\"detail\":\"x\",\"error_code\":" + code
                + ",\"ray_id\":\"8f3b1c2d4e5f6a7b\",\"timestamp\":\"2026-09-27T12:05:22Z\",\"cloudflare_error\":true}";
    }

    private static String cloudFront(String why) {
        return "<HTML><HEAD>\n<TITLE>ERROR: The request could not be satisfied</TITLE>\n</HEAD><BODY>\n"
                + "<H1>403 ERROR</H1>\n<HR noshade size=\"1px\">\n" + why + "\n<PRE>\n"
                + "Generated by cloudfront (CloudFront)\nRequest ID: D_ryC7me==\n</PRE>\n</BODY></HTML>";
    }

    private static String nginx(int status, String product) {
        return "<html>\r\n<head><title>" + status + " Words</title></head>\r\n<body>\r\n<center><h1>" + status
                + " Words</h1></center>\r\n<hr><center>" + product + "</center>\r\n</body>\r\n</html>\r\n";
    }

    private IntermediaryPage becoming(String other) {
        return new IntermediaryPage(name, status, headers, body, other);
    }

    private IntermediaryPage padded(int comments) {
        return new IntermediaryPage(
                name + ", " + comments + " comments",
                status,
                headers,
                body + "<!-- a padding -->\r\n".repeat(comments),
                problem);
    }

    void answeredBy(StubUpstream upstream) {
        upstream.answers(status, headers, body);
    }

    @Override
    public String toString() {
        return name;
    }
}
