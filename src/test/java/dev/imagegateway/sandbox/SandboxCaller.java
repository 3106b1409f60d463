package dev.imagegateway.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** A running sandbox, and a client that calls it as the gateway would. */
public final class SandboxCaller implements AutoCloseable {

    public static final String KEY = "sandbox-upstream-key";
    public static final String MODEL = "\"model\":\"stable-diffusion-v3-medium\"";
    public static final String T_REX = "{" + MODEL + ",\"prompt\":\"A T-Rex on a beach\"}";

    public final TestClock clock = new TestClock();
    public final SandboxServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public SandboxCaller() {
        this(SandboxProperties.defaults());
    }

    public SandboxCaller(SandboxProperties settings) {
        server = SandboxServer.start(settings.with("port", 0), clock);
    }

    /** A minimal body with more parameters, which write the quotes of JSON as apostrophes. */
    public static String body(String model, String parameters) {
        String more = parameters.isEmpty() ? "" : "," + parameters.replace('\'', '"');
        return "{\"model\":\"" + model + "\",\"prompt\":\"A T-Rex\"" + more + "}";
    }

    public static SandboxProperties settings(String name, Object value) {
        return SandboxProperties.defaults().with(name, value);
    }

    public HttpRequest.Builder to(String path) {
        URI uri = path.startsWith("http") ? URI.create(path) : URI.create(server.baseUrl() + path);
        return HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(2));
    }

    /** A generation with the valid key and these other headers (name, value, name, value …). */
    public HttpResponse<String> generate(String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = to("/v1/images/generations")
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    public HttpResponse<byte[]> download(String url) throws IOException, InterruptedException {
        return client.send(to(url).build(), BodyHandlers.ofByteArray());
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(to(path).header("Authorization", "Bearer " + KEY));
    }

    public JsonNode getJson(String path) throws IOException, InterruptedException {
        return json(get(path));
    }

    public HttpResponse<String> control(String method, String path, String body)
            throws IOException, InterruptedException {
        return send(to(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)));
    }

    public JsonNode bill() throws IOException, InterruptedException {
        return getJson("/sandbox/bill");
    }

    public long billed() throws IOException, InterruptedException {
        return bill().get("credits").longValue();
    }

    /** A bare connection, to see what HTTP clients hide. */
    public Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    public static JsonNode json(HttpResponse<String> response) {
        return Json.MAPPER.readTree(response.body());
    }

    public static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
        server.close();
    }
}
