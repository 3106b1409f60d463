package dev.imagegateway.support.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A real S3 server, S3Proxy, which checks signatures and keeps objects in memory. Maven copies its jars to
 * {@code target/s3proxy}. Gateways reach it over a {@link TcpRelay}, which can go away.
 */
public final class S3Server implements AutoCloseable {

    public static final String BUCKET = "gateway-images";

    /** High in entropy, so that one can look for it in what tests left behind. */
    public static final String SECRET = "s3-Kx7QmV2tZ9pLw4RbNc8YhJ5fDs3GuA6e";

    public static final String ACCESS_KEY = "AKIATESTOFTHEGATEWAY";
    private static final Path JARS = Path.of("target", "s3proxy");

    private final URLClassLoader classes;
    private final Object server;
    private final TcpRelay relay;
    private final S3Client client;

    private S3Server(URLClassLoader classes, Object server, int port) {
        this.classes = classes;
        this.server = server;
        this.relay = TcpRelay.to(port);
        this.client = S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET)))
                .build();
        client.createBucket(bucket -> bucket.bucket(BUCKET));
    }

    /** Starts one with an empty bucket. */
    public static S3Server start() {
        try {
            var classes = new URLClassLoader(jars(), S3Server.class.getClassLoader());
            var store = classes.loadClass("org.gaul.s3proxy.BlobStores")
                    .getMethod("create", String.class, Properties.class)
                    .invoke(null, "transient", new Properties());
            var authentication = classes.loadClass("org.gaul.s3proxy.auth.AuthenticationType");
            var builder = classes.loadClass("org.gaul.s3proxy.S3Proxy")
                    .getMethod("builder")
                    .invoke(null);
            call(builder, "blobStore", classes.loadClass("org.gaul.s3proxy.blobstore.BlobStore"), store);
            call(builder, "endpoint", URI.class, URI.create("http://127.0.0.1:0"));
            builder.getClass()
                    .getMethod("awsAuthentication", authentication, String.class, String.class)
                    .invoke(builder, authentication.getField("AWS_V2_OR_V4").get(null), ACCESS_KEY, SECRET);
            var server = builder.getClass().getMethod("build").invoke(builder);
            server.getClass().getMethod("start").invoke(server);
            return new S3Server(classes, server, (int)
                    server.getClass().getMethod("getPort").invoke(server));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("S3Proxy does not start", e);
        }
    }

    private static void call(Object builder, String method, Class<?> type, Object value)
            throws ReflectiveOperationException {
        builder.getClass().getMethod(method, type).invoke(builder, value);
    }

    private static URL[] jars() {
        try (var jars = Files.list(JARS)) {
            return jars.map(Path::toUri).map(S3Server::url).toArray(URL[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    /** What makes a gateway keep its images here. */
    public List<String> settings() {
        return List.of(
                "--gateway.images.store=s3",
                "--gateway.images.s3.bucket=" + BUCKET,
                "--gateway.images.s3.endpoint=http://127.0.0.1:" + relay.port(),
                "--gateway.images.s3.path-style=true",
                "--gateway.images.s3.access-key-id=" + ACCESS_KEY,
                "--gateway.images.s3.secret-access-key=" + SECRET);
    }

    /** The same for tests in which it does not respond: a busy machine may exceed these timeouts, too. */
    public List<String> settingsWithShortTimeouts() {
        return Stream.concat(
                        settings().stream(),
                        Stream.of(
                                "--gateway.images.s3.connection-timeout=500ms",
                                "--gateway.images.s3.api-call-attempt-timeout=2s",
                                "--gateway.images.s3.api-call-timeout=3s",
                                "--gateway.images.s3.attempts=2"))
                .toList();
    }

    /** Where gateways reach it. */
    public TcpRelay relay() {
        return relay;
    }

    public List<S3Object> objects() {
        return client.listObjectsV2(list -> list.bucket(BUCKET)).contents();
    }

    public ResponseBytes<GetObjectResponse> object(String key) {
        return client.getObjectAsBytes(get -> get.bucket(BUCKET).key(key));
    }

    public void put(String key, String content) {
        client.putObject(
                put -> put.bucket(BUCKET).key(key).metadata(Map.of("made-by", "test")),
                software.amazon.awssdk.core.sync.RequestBody.fromString(content));
    }

    public void delete(String key) {
        client.deleteObject(delete -> delete.bucket(BUCKET).key(key));
    }

    @Override
    public void close() {
        relay.close();
        client.close();
        try {
            server.getClass().getMethod("stop").invoke(server);
            classes.close();
        } catch (InvocationTargetException | NoSuchMethodException | IllegalAccessException e) {
            throw new LinkageError("S3Proxy does not stop", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
