import java.awt.image.BufferedImage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Scenario i: images that are copied, served and encoded as base64, beside nginx that serves the same file. */
final class KeptImages {

    private static final int PORT = 9420;
    private static final int CONNECTIONS = 8;
    private static final int MANY = 200;
    /** Seconds, so that each connection gets several responses. */
    private static final int LONG = 30;

    /** Noise does not compress: a PNG of 680 x 680 has 1.4 MB. */
    private static final int SIZE = 680;

    private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]+)\"");

    private final Bench.Options options;
    private final Machine machine;
    private final Report report;

    KeptImages(Bench.Options options, Machine machine, Report report) {
        this.options = options;
        this.machine = machine;
        this.report = report;
    }

    void run() throws Exception {
        var file = picture();
        var megabytes = Files.size(file) / 1e6;
        var nginx = machine.files(Machine.IMAGE_HOST, file.getParent());
        var origin = "http://127.0.0.1:" + Machine.IMAGE_HOST;
        var source = origin + "/" + file.getFileName();
        var upstream = machine.upstream(Machine.SLOW_UPSTREAM, 0, "[{\"url\":\"" + source + "\"}]");
        try (var gateway = machine.gateway(
                PORT,
                Machine.SLOW_UPSTREAM,
                Machine.inContainer(512),
                "--gateway.images.store=disk",
                "--gateway.images.spool-directory=" + machine.folder(),
                "--gateway.delivery.allowed-origins=" + origin)) {
            var generations = Load.Plan.of(gateway.url(), CONNECTIONS, options.seconds());
            var base64 = generations.with("BODY", Load.BODY.replace("}", ",\"response_format\":\"b64_json\"}"));
            // warms up all three, and gives a URL
            Load.run(generations, 0);
            Load.run(base64, 0);
            var own = ownUrl(gateway);
            Load.run(get(own), 0);

            copied(gateway, generations);
            add("served by the gateway", Load.run(get(own), gateway.pid()), megabytes);
            add("served by nginx", Load.run(get(source), nginx.pid()), megabytes);
            add("as base64, each copied before", Load.run(base64, gateway.pid()), megabytes);
            machine.stop(upstream);
            var image = "{\"url\":\"" + source + "\"}";
            upstream = machine.upstream(
                    Machine.SLOW_UPSTREAM, 0, "[" + String.join(",", image, image, image, image) + "]");
            fourForMany(gateway, base64, 4 * megabytes);
        }
        machine.stop(upstream);
        machine.stop(nginx);
    }

    /** The load and what is copied after it, until nothing is pending. */
    private void copied(Machine.Gateway gateway, Load.Plan generations) throws Exception {
        awaitNothingPending(gateway);
        var bytes = gateway.metric("image_gateway_images_copied_bytes_total");
        var cpu = Load.cpu(gateway.pid());
        var began = System.nanoTime();
        var result = Load.run(generations, 0);
        awaitNothingPending(gateway);
        var seconds = (System.nanoTime() - began) / 1e9;
        var copied = (gateway.metric("image_gateway_images_copied_bytes_total") - bytes) / 1e6;
        report.add(
                "i", "generated and copied",
                "MB/s", copied / seconds,
                "cpu µs a MB", (Load.cpu(gateway.pid()) - cpu) / copied,
                "p50 µs", result.p50(),
                "p99 µs", result.p99(),
                "errors", result.errors(),
                "not 2xx", result.notOk());
    }

    /** Whoever has no room waits, and is refused with 503 and Retry-After after gateway.images.transfer-wait. */
    private void fourForMany(Machine.Gateway gateway, Load.Plan base64, double megabytes) throws Exception {
        var body = base64.environment().get("BODY").replace("\"num_images\":1", "\"num_images\":4");
        var plan = new Load.Plan(base64.url(), MANY, Math.max(LONG, options.seconds()), base64.environment())
                .with("BODY", body)
                .with("REFUSALS", "503");
        var result = Load.run(plan, gateway.pid());
        report.add(
                "i", MANY + " connections, 4 images as base64",
                "MB/s", result.perSecond() * megabytes * (result.requests() - result.notOk()) / result.requests(),
                "with images", result.requests() - result.notOk(),
                "503 with Retry-After", result.refused(),
                "other errors", result.notOk() - result.refused() + result.errors(),
                "peak resident MB", Load.peakResident(gateway.pid()) / 1e6);
    }

    private static void awaitNothingPending(Machine.Gateway gateway) throws Exception {
        while (gateway.metric("image_gateway_images_pending") > 0) {
            Thread.sleep(50);
        }
    }

    private void add(String what, Load.Result result, double megabytes) {
        report.add(
                "i", what,
                "MB/s", result.perSecond() * megabytes,
                "cpu µs a MB", result.cpuMicros() / megabytes,
                "p50 µs", result.p50(),
                "p99 µs", result.p99(),
                "errors", result.errors(),
                "not 2xx", result.notOk());
    }

    private Load.Plan get(String url) {
        return Load.Plan.of(url, CONNECTIONS, options.seconds()).with("METHOD", "GET");
    }

    private static String ownUrl(Machine.Gateway gateway) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(gateway.url()))
                .header("Authorization", "Bearer bench-key")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Load.BODY))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var body = http.send(request, BodyHandlers.ofString()).body();
            var url = URL.matcher(body);
            if (!url.find()) {
                throw new IllegalStateException(body);
            }
            return url.group(1);
        }
    }

    private Path picture() throws Exception {
        var image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        var random = new Random(1);
        for (int x = 0; x < SIZE; x++) {
            for (int y = 0; y < SIZE; y++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        var file = Files.createDirectories(machine.folder().resolve("pictures")).resolve("noise.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
