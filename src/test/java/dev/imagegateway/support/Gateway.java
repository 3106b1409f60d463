package dev.imagegateway.support;

import dev.imagegateway.ImageGatewayApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A real gateway on free ports, in front of some upstream, and a caller of it that keeps every answer. */
public final class Gateway implements RunningGateway {

    public static final String MODEL_ID = "stable-diffusion-v3-medium";
    public static final String MODEL = "\"model\":\"stable-diffusion-v3-medium\"";
    public static final String A_CAT = "{" + MODEL + ",\"prompt\":\"a cat\"}";

    /** Pages that are there to be watched. */
    public static final List<String> ACTUATOR = List.of("", "/health", "/info", "/metrics", "/prometheus");

    private final HttpClient http;
    private final String scheme;
    private final ConfigurableApplicationContext context;

    private Gateway(ConfigurableApplicationContext context, String scheme, HttpClient.Builder http) {
        this.context = context;
        this.scheme = scheme;
        this.http = http.version(HttpClient.Version.HTTP_1_1).build();
    }

    /** Starts one. It has a client {@code team-a}; further settings override what is set here. */
    public static Gateway start(URI upstream, String... settings) {
        return startWith(settingsWithKey(upstream, settings));
    }

    /** Starts one whose settings make both of its ports speak TLS, and calls it as this client. */
    public static Gateway startSecure(URI upstream, SSLContext client, String... settings) {
        return new Gateway(
                run(settingsWithKey(upstream, settings)),
                "https",
                HttpClient.newBuilder().sslContext(client));
    }

    private static String[] settingsWithKey(URI upstream, String... settings) {
        var all = settings(upstream, settings);
        if (all.stream().noneMatch(setting -> setting.startsWith("--gateway.upstream.api-key="))) {
            all.add("--gateway.upstream.api-key=" + TestKeys.UPSTREAM);
        }
        return all.toArray(String[]::new);
    }

    /** What any gateway under test needs besides its key, with further settings, which override it. */
    public static List<String> settings(URI upstream, String... settings) {
        return overriding(
                List.of(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--gateway.upstream.base-url=" + upstream,
                        "--gateway.delivery.allowed-origins=" + upstream,
                        "--gateway.ledger.directory=" + DataFolders.fresh(),
                        // tests that are not about kept images expect the upstream's URLs
                        "--gateway.images.store=none",
                        // what is not about limits must not meet one
                        "--gateway.limits.requests-per-minute=10000000",
                        "--gateway.limits.images-per-minute=10000000",
                        "--gateway.limits.generations-in-flight=1000000",
                        "--gateway.limits.waiting-callers=1000000",
                        "--gateway.access.failures-per-minute=1000000",
                        // a busy test machine can stall for longer than the default of a token's issuer
                        "--gateway.jwt.timeout=30s",
                        "--gateway.clients[0].id=team-a",
                        "--gateway.clients[0].key-hashes[0]=" + sha256(TestKeys.CLIENT),
                        "--gateway.clients[0].key-hashes[1]=" + sha256(TestKeys.CLIENT_NEXT)),
                settings);
    }

    /** The defaults, and these in the place of those of the same name: given twice, a setting would become a list. */
    public static List<String> overriding(List<String> defaults, String... settings) {
        var all = new LinkedHashMap<String, String>();
        Stream.concat(defaults.stream(), Stream.of(settings))
                .forEach(setting -> all.put(setting.substring(0, setting.indexOf('=')), setting));
        return new ArrayList<>(all.values());
    }

    /** Starts one with these settings and no others. */
    public static Gateway startWith(String... settings) {
        return new Gateway(run(settings), "http", HttpClient.newBuilder());
    }

    private static ConfigurableApplicationContext run(String... settings) {
        return new SpringApplicationBuilder(ImageGatewayApplication.class).run(settings);
    }

    public static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @Override
    public int managementPort() {
        return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    public String setting(String name) {
        return context.getEnvironment().getRequiredProperty(name);
    }

    /** A part of it, by its public face: for what nobody calls over HTTP yet. */
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    /** Stops it, as a signal would, and waits until it has. */
    public void stop() {
        context.close();
    }

    @Override
    public HttpClient http() {
        return http;
    }

    @Override
    public String scheme() {
        return scheme;
    }

    /** Reads what can be watched once more, for {@code LeakSearch}, and stops. */
    @Override
    public void close() {
        ACTUATOR.forEach(this::actuator);
        context.close();
        http.close();
    }
}
