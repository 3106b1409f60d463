import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** The processes of a benchmark, all on loopback: stopped by their process ids when it ends. */
final class Machine implements AutoCloseable {

    static final int UPSTREAM = 9400;
    static final int SLOW_UPSTREAM = 9401;
    static final int IMAGES_UPSTREAM = 9402;
    static final int IMAGE_HOST = 9403;
    static final int FLOOR = 9410;
    static final String PATH = "/v1/images/generations";

    private static final String KEY = "bench-key";
    private static final String LIMITED_KEY = "bench-limited-key";

    private final Bench.Options options;
    private final Path folder;
    private final List<Process> running = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    Machine(Bench.Options options) throws IOException {
        this.options = options;
        this.folder = Files.createTempDirectory("bench");
        // also when it is interrupted: nothing may go on running, not even what does not stop when asked
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    Path folder() {
        return folder;
    }

    static String url(int port) {
        return "http://127.0.0.1:" + port + PATH;
    }

    /** nginx that answers in AIML's shape, at once or after so many seconds. */
    Process upstream(int port, int delaySeconds, String data) throws IOException, InterruptedException {
        var body = "{\"data\":" + data + ",\"meta\":{\"usage\":{\"credits_used\":91000,\"usd_spent\":0.0455}}}";
        String answer;
        if (delaySeconds > 0) {
            answer = "echo_sleep " + delaySeconds + "; echo '" + body + "';";
        } else if (body.length() < 4000) {
            answer = "return 200 '" + body + "';";
        } else {
            // too long for its configuration: a file, which answers a POST as the page of an error would
            Files.writeString(folder.resolve("body-" + port + ".json"), body);
            answer = "root " + folder + "; error_page 405 =200 /body-" + port + ".json; try_files /body-" + port
                    + ".json =404;";
        }
        var module = delaySeconds > 0
                ? "load_module " + echoModule() + ";"
                : "";
        return nginx(
                port,
                1,
                module,
                """
                server { listen 127.0.0.1:%d backlog=16384; default_type application/json;
                    # as AIML does
                    add_header X-Client-Request-Id $http_x_client_request_id;
                    location / { %s } }""".formatted(port, answer));
    }

    /** The floor: nginx as a proxy of the instant upstream. */
    Process floor() throws IOException, InterruptedException {
        return nginx(FLOOR, 2, "", """
                upstream up { server 127.0.0.1:%d max_fails=0; keepalive 512; keepalive_requests 1000000000; }
                server { listen 127.0.0.1:%d backlog=16384;
                  location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection "";
                    proxy_set_header Authorization "Bearer upstream"; proxy_next_upstream off; } }""".formatted(
                UPSTREAM, FLOOR));
    }

    /** nginx that serves the files of a folder. */
    Process files(int port, Path files) throws IOException, InterruptedException {
        return nginx(port, 1, "", """
                server { listen 127.0.0.1:%d backlog=16384; root %s; types { image/png png; } }""".formatted(
                port, files));
    }

    private static String echoModule() {
        return Stream.of("/usr/lib/nginx/modules/ngx_http_echo_module.so", "/usr/share/nginx/modules/ngx_http_echo_module.so")
                .filter(file -> Files.exists(Path.of(file)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("libnginx-mod-http-echo is not installed"));
    }

    private Process nginx(int port, int workers, String module, String servers) throws IOException, InterruptedException {
        var home = Files.createDirectories(folder.resolve("nginx-" + port));
        var file = home.resolve("nginx.conf");
        Files.writeString(file, """
                %s
                %s
                daemon off; worker_processes %d; pid %s/nginx.pid; error_log %s/error.log warn;
                events { worker_connections 19000; multi_accept on; }
                http { access_log off; keepalive_requests 1000000000; keepalive_timeout 300s; client_max_body_size 64m;
                  client_body_buffer_size 64k; proxy_buffer_size 16k; proxy_buffers 8 64k; sendfile on;
                  client_body_temp_path %s/b; proxy_temp_path %s/p; fastcgi_temp_path %s/f; uwsgi_temp_path %s/u;
                  scgi_temp_path %s/s;
                  %s }
                """.formatted(
                module,
                // its workers would else be nobody, who may not read this folder
                "root".equals(System.getProperty("user.name")) ? "user root;" : "",
                workers, home, home, home, home, home, home, home, servers));
        var process = start(List.of("nginx", "-p", home.toString(), "-c", file.toString()), home.resolve("log"));
        awaitOpen(port, process);
        return process;
    }

    /**
     * What Java chooses by itself in a container of so many MB with the image's options: 45 % of it for the heap, a
     * sixty-fourth at first, and the serial collector where there are less than 1,792 MB.
     */
    static List<String> inContainer(int megabytes) {
        return List.of("-Xmx" + megabytes * 45 / 100 + "m", "-Xms" + megabytes / 64 + "m", "-XX:+UseSerialGC");
    }

    /** A gateway with everything on: keys, validation, limits, metrics, a durable ledger. */
    final class Gateway implements AutoCloseable {

        final int port;
        private final Process process;
        private final Duration started;

        private Gateway(int port, Process process, Duration started) {
            this.port = port;
            this.process = process;
            this.started = started;
        }

        long pid() {
            return process.pid();
        }

        /** From the process's start to the first good answer. */
        Duration started() {
            return started;
        }

        String url() {
            return Machine.url(port);
        }

        /** The sum of a metric's lines. */
        double metric(String name) throws IOException, InterruptedException {
            return get("http://127.0.0.1:" + (port + 1) + "/actuator/prometheus")
                    .lines()
                    .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }

        @Override
        public void close() {
            stop(process);
        }
    }

    Gateway gateway(int port, int upstream, String... more) throws Exception {
        return gateway(port, upstream, options.javaOptions(), more);
    }

    Gateway gateway(int port, int upstream, List<String> javaOptions, String... more) throws Exception {
        return gateway(jar(), port, upstream, javaOptions, more);
    }

    Gateway gateway(Path jar, int port, int upstream, List<String> javaOptions, String... more) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED"));
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-jar",
                jar.toAbsolutePath().toString(),
                "--server.port=" + port,
                "--management.server.port=" + (port + 1),
                "--gateway.upstream.base-url=http://127.0.0.1:" + upstream,
                "--gateway.upstream.api-key=upstream-key",
                "--gateway.reconciliation.enabled=false",
                "--server.tomcat.max-keep-alive-requests=-1",
                "--server.tomcat.max-connections=18000",
                "--server.tomcat.accept-count=16384",
                "--gateway.limits.requests-per-minute=10000000",
                "--gateway.limits.requests-burst=10000000",
                "--gateway.limits.images-per-minute=10000000",
                "--gateway.limits.images-burst=10000000",
                "--gateway.limits.generations-in-flight=1000000",
                "--gateway.limits.waiting-callers=1000000",
                "--gateway.access.failures-per-minute=1000000",
                "--gateway.clients[0].id=bench",
                "--gateway.clients[0].key-hashes=" + sha256(KEY),
                "--gateway.clients[0].budget.credits-per-month=9000000000000000",
                "--gateway.clients[1].id=limited",
                "--gateway.clients[1].key-hashes=" + sha256(LIMITED_KEY),
                "--gateway.clients[1].limits.requests-per-minute=1",
                "--gateway.clients[1].limits.requests-burst=1"));
        if (keepsImages(jar) && Stream.of(more).noneMatch(setting -> setting.startsWith("--gateway.images.store="))) {
            // only scenario i is about them
            command.add("--gateway.images.store=none");
        }
        if (options.postgres().isEmpty()) {
            command.add("--gateway.ledger.directory=" + Files.createTempDirectory(folder, "ledger"));
        } else {
            command.add("--spring.datasource.url=" + options.postgres());
        }
        if (!options.redis().isEmpty()) {
            command.addAll(List.of("--gateway.rate-limit.store=redis", "--gateway.rate-limit.redis.url=" + options.redis()));
        }
        command.addAll(List.of(more));
        var began = System.nanoTime();
        var process = start(command, folder.resolve("gateway-" + port + ".log"));
        awaitAnswer(port, process);
        return new Gateway(port, process, Duration.ofNanos(System.nanoTime() - began));
    }

    /** An earlier build does not start with a setting that it does not know. */
    private static boolean keepsImages(Path jar) throws IOException {
        try (var classes = new ZipFile(jar.toFile())) {
            return classes.stream().anyMatch(entry -> entry.getName().contains("dev/imagegateway/images/ImagesProperties"))
                    // an extracted jar has its classes beside it
                    || !classes.stream().anyMatch(entry -> entry.getName().startsWith("BOOT-INF/"));
        }
    }

    static Path jar() throws IOException {
        try (var files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("image-gateway-.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Process start(List<String> command, Path log) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        running.add(process);
        return process;
    }

    private void awaitOpen(int port, Process process) throws InterruptedException {
        await(process, () -> {
            try (var _ = new java.net.Socket("127.0.0.1", port)) {
                return true;
            }
        });
    }

    private void awaitAnswer(int port, Process process) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/models"))
                .header("Authorization", "Bearer " + KEY)
                .timeout(Duration.ofSeconds(5))
                .build();
        await(process, () -> http.send(request, BodyHandlers.discarding()).statusCode() == 200);
    }

    private interface Check {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(Process process, Check check) throws InterruptedException {
        for (int i = 0; i < 6000; i++) {
            if (!process.isAlive()) {
                throw new IllegalStateException("a process ended too early: " + process.info().commandLine());
            }
            try {
                if (check.holds()) {
                    return;
                }
            } catch (IOException _) {
                // not yet
            }
            Thread.sleep(10);
        }
        throw new IllegalStateException("a process does not answer: " + process.info().commandLine());
    }

    String get(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString()).body();
    }

    private static String sha256(String key) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes()));
    }

    void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
        }
        running.remove(process);
    }

    @Override
    public void close() {
        for (var process : List.copyOf(running)) {
            stop(process);
        }
    }
}
