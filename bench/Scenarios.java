import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What is measured, scenario by scenario: see README.md. */
final class Scenarios {

    private static final int[] CONNECTIONS = {1, 8, 32, 128, 256};
    private static final int USUAL = 32;
    private static final int WARMING = 64;

    /** Seconds in which any number of requests has come to wait. */
    private static final int LONG = 25;

    private static final int PORT = 9420;

    /** Spring's meter: one of the gateway's own may have another name in an earlier build. */
    private static final String REQUESTS = "http_server_requests_seconds_count";
    private static final String URL_DATA =
            "[{\"url\":\"https://cdn.aimlapi.com/squirrel/files/monkey/pAs554_StzWBkrLMgTH5a.png\",\"b64_json\":null}]";

    private final Bench.Options options;
    private final Machine machine;
    private final Report report;
    private boolean worse;

    Scenarios(Bench.Options options, Machine machine, Report report) {
        this.options = options;
        this.machine = machine;
        this.report = report;
    }

    /** Whether a request takes more than a tenth more CPU than with the build that it was compared with. */
    boolean isWorse() {
        return worse;
    }

    void run() throws Exception {
        var upstream = machine.upstream(Machine.UPSTREAM, 0, URL_DATA);
        if (options.has("g")) {
            idle();
        }
        if (List.of("a", "d", "e", "h").stream().anyMatch(options::has)) {
            onInstantUpstream();
        }
        if (options.has("b")) {
            manyAtOnce();
        }
        if (options.has("c")) {
            base64();
        }
        if (options.has("f")) {
            coldStart();
        }
        if (options.has("i")) {
            new KeptImages(options, machine, report).run();
        }
        if (!options.against().isEmpty()) {
            against(Path.of(options.against()));
        }
        machine.stop(upstream);
    }

    private Load.Plan plan(String url, int connections) {
        return Load.Plan.of(url, connections, options.seconds());
    }

    /**
     * As long as was asked for, and on until the rate no longer rises by a twentieth from one tenth of that to the next,
     * up to four times as long: the compiler goes by requests, of which a slow machine makes few.
     */
    private void warmUp(String url) throws Exception {
        var piece = warming(url);
        var best = 0.0;
        var atRest = 0;
        for (int i = 0; i < 10 || (i < 40 && atRest < 3); i++) {
            var rate = Load.run(piece, 0).perSecond();
            atRest = rate > best * 1.05 ? 0 : atRest + 1;
            best = Math.max(best, rate);
        }
    }

    /** A load that goes on while it is looked at. */
    private static CompletableFuture<Load.Result> begun(Load.Plan plan, long pid) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return Load.run(plan, pid);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** A tenth of a measurement that does not count, then one that does. */
    private Load.Result measure(Load.Plan plan, long pid) throws Exception {
        var short_ = new Load.Plan(plan.url(), plan.connections(), Math.max(1, plan.seconds() / 10), plan.environment());
        Load.run(short_, 0);
        return Load.run(plan, pid);
    }

    /** As the chart runs it. */
    private void idle() throws Exception {
        try (var gateway = machine.gateway(PORT, Machine.UPSTREAM, Machine.inContainer(768))) {
            Thread.sleep(5000);
            report.add("g", "idle 5 s after the start, 768 MB in all", "resident MB", Load.resident(gateway.pid()) / 1e6);
            warmUp(gateway.url());
            Thread.sleep(5000);
            report.add("g", "idle after that load", "resident MB", Load.resident(gateway.pid()) / 1e6);
        }
    }

    private void onInstantUpstream() throws Exception {
        var began = System.nanoTime();
        try (var gateway = machine.gateway(PORT, Machine.UPSTREAM)) {
            warmUp(gateway.url());
            if (options.has("a")) {
                instant(gateway);
                steady(gateway);
            }
            if (options.has("d")) {
                replays(gateway);
            }
            if (options.has("e")) {
                refusals(gateway);
            }
            if (options.has("h")) {
                valkeyPaused(gateway);
            }
        }
        System.out.printf("(%d s)%n", Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }

    private void instant(Machine.Gateway gateway) throws Exception {
        var floor = machine.floor();
        for (var peer : options.peers().values()) {
            warmUp(peer.url());
        }
        for (int connections : CONNECTIONS) {
            var direct = measure(plan(Machine.url(Machine.UPSTREAM), connections), 0);
            report.add("a", connections + " connections, straight to the upstream", direct, null);
            report.add(
                    "a",
                    connections + " connections, nginx as a proxy",
                    measure(plan(Machine.url(Machine.FLOOR), connections), floor.pid()),
                    direct);
            for (var peer : options.peers().entrySet()) {
                report.add(
                        "a",
                        connections + " connections, " + peer.getKey(),
                        measure(plan(peer.getValue().url(), connections), peer.getValue().pid()),
                        direct);
            }
            var commits = gateway.metric("image_gateway_ledger_commit_seconds_count");
            var changes = gateway.metric("image_gateway_ledger_batch_sum");
            var collected = gateway.metric("jvm_gc_pause_seconds_sum");
            var database = Load.cpu(options.postgresPid());
            var result = measure(plan(gateway.url(), connections), gateway.pid());
            report.add("a", connections + " connections, gateway", result, direct);
            var made = gateway.metric("image_gateway_ledger_commit_seconds_count") - commits;
            report.add(
                    "a",
                    connections + " connections, of the gateway",
                    "commits", made,
                    "changes a commit", (gateway.metric("image_gateway_ledger_batch_sum") - changes) / made,
                    "database cpu µs",
                            options.postgresPid() == 0
                                    ? Double.NaN
                                    : 2 * (Load.cpu(options.postgresPid()) - database) / (gateway.metric("image_gateway_ledger_batch_sum") - changes),
                    "gc ms", (gateway.metric("jvm_gc_pause_seconds_sum") - collected) * 1000,
                    "resident MB", Load.resident(gateway.pid()) / 1e6);
        }
        machine.stop(floor);
    }

    /**
     * By turns, so that what disturbs the machine disturbs both. Either process is new and has the same load: one that
     * has served 256 connections takes a fifth more CPU afterwards.
     */
    private void against(Path jar) throws Exception {
        try (var other = machine.gateway(jar, PORT + 10, Machine.UPSTREAM, options.javaOptions());
                var gateway = machine.gateway(PORT, Machine.UPSTREAM)) {
            warmUpByTurns(other, gateway);
            var ratios = new ArrayList<Double>();
            for (int turn = 0; turn < 6; turn++) {
                Load.Result before;
                Load.Result now;
                if (turn % 2 == 0) {
                    before = usual(other);
                    now = usual(gateway);
                } else {
                    now = usual(gateway);
                    before = usual(other);
                }
                ratios.add(now.cpuMicros() / before.cpuMicros());
                report.add("a", "turn " + turn + ", " + jar.getFileName(), before, null);
                report.add("a", "turn " + turn + ", this build", now, null);
            }
            ratios.sort(Double::compare);
            var middle = (ratios.get(ratios.size() / 2 - 1) + ratios.get(ratios.size() / 2)) / 2;
            worse = middle > 1.1;
            report.add("a", "this build's CPU to the other's, median", "ratio", middle);
        }
    }

    private Load.Result usual(Machine.Gateway gateway) throws Exception {
        return measure(plan(gateway.url(), USUAL), gateway.pid());
    }

    /** As many requests for each, because the compiler goes by their number, and two turns that do not count. */
    private void warmUpByTurns(Machine.Gateway... gateways) throws Exception {
        for (int i = 0; i < 10; i++) {
            for (var gateway : gateways) {
                Load.run(warming(gateway.url()), 0);
            }
        }
        var most = 0.0;
        for (var gateway : gateways) {
            most = Math.max(most, gateway.metric(REQUESTS));
        }
        for (var gateway : gateways) {
            while (gateway.metric(REQUESTS) < most) {
                Load.run(warming(gateway.url()), 0);
            }
        }
        for (int i = 0; i < 2; i++) {
            for (var gateway : gateways) {
                usual(gateway);
            }
        }
    }

    private Load.Plan warming(String url) {
        return new Load.Plan(url, WARMING, Math.max(1, options.warmUp() / 10), Map.of("BODY", Load.BODY));
    }

    /** 50 connections that pause 100 ms after each answer: a closed loop, near 500 requests a second. */
    private void steady(Machine.Gateway gateway) throws Exception {
        var direct = measure(plan(Machine.url(Machine.UPSTREAM), 50).with("THINK", "100"), 0);
        report.add("a", "steady, straight to the upstream", direct, null);
        var commits = gateway.metric("image_gateway_ledger_commit_seconds_count");
        var committing = gateway.metric("image_gateway_ledger_commit_seconds_sum");
        report.add("a", "steady, gateway", measure(plan(gateway.url(), 50).with("THINK", "100"), gateway.pid()), direct);
        var made = gateway.metric("image_gateway_ledger_commit_seconds_count") - commits;
        report.add("a", "steady, of the gateway", "commits", made,
                "µs a commit, mean", (gateway.metric("image_gateway_ledger_commit_seconds_sum") - committing) * 1e6 / made);
    }

    private void replays(Machine.Gateway gateway) throws Exception {
        report.add(
                "d",
                "one Idempotency-Key, replayed",
                measure(plan(gateway.url(), USUAL).with("HEADERS", "Idempotency-Key=bench"), gateway.pid()),
                null);
        report.add(
                "d",
                "one seed, hit",
                measure(
                        plan(gateway.url(), USUAL).with("BODY", Load.BODY.replace("}", ",\"seed\":7}")), gateway.pid()),
                null);
    }

    private void refusals(Machine.Gateway gateway) throws Exception {
        var faulty = plan(gateway.url(), USUAL)
                .with("BODY", "{\"model\":\"stable-diffusion-v3-medium\",\"promt\":\"a cat\",\"n\":5}");
        // the one that has a way of its own, which nothing before has warmed up
        Load.run(new Load.Plan(faulty.url(), USUAL, Math.max(1, options.warmUp() / 3), faulty.environment()), 0);
        report.add(
                "e", "an image, for comparison", measure(plan(gateway.url(), USUAL), gateway.pid()), null);
        report.add(
                "e", "401, an unknown key", measure(plan(gateway.url(), USUAL).with("KEY", "nobody"), gateway.pid()), null);
        report.add(
                "e",
                "400, three faults",
                measure(faulty, gateway.pid()),
                null);
        report.add(
                "e",
                "429, a client at its limit",
                measure(plan(gateway.url(), USUAL).with("KEY", "bench-limited-key"), gateway.pid()),
                null);
    }

    private void valkeyPaused(Machine.Gateway gateway) throws Exception {
        if (options.redisPid() == 0) {
            System.out.println("h  skipped: it needs --redis and --redis-pid");
            return;
        }
        var steady = plan(gateway.url(), 50).with("THINK", "100");
        var before = measure(steady, gateway.pid());
        report.add("h", "steady, Valkey answers", before, null);
        signal("STOP");
        try {
            report.add("h", "steady, Valkey paused", Load.run(steady, gateway.pid()), before);
        } finally {
            signal("CONT");
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(options.redisPid())).inheritIO().start().waitFor();
    }

    /** Everything waits for the upstream: what counts is whether all that can wait at once do. */
    private void manyAtOnce() throws Exception {
        // quick as long as it warms up: at some seconds each there would not be enough requests for the compiler
        var quick = machine.upstream(Machine.SLOW_UPSTREAM, 0, URL_DATA);
        var ceiling = 18_000;
        try (var gateway = machine.gateway(
                PORT,
                Machine.SLOW_UPSTREAM,
                List.of("-Xmx2g"),
                "--gateway.upstream.max-connections=" + ceiling,
                "--gateway.upstream.concurrency.start=" + ceiling,
                "--gateway.upstream.concurrency.ceiling=" + ceiling,
                "--gateway.upstream.concurrency.queue=" + ceiling)) {
            warmUp(gateway.url());
            machine.stop(quick);
            var idle = liveBytes(gateway.pid());
            // first, while nothing is kept of those that were many; and for so long that all of them wait
            var long_ = machine.upstream(Machine.SLOW_UPSTREAM, LONG, URL_DATA);
            // its port is there before who serves it, and what fails at once opens the breaker
            Thread.sleep(2000);
            var first = begun(new Load.Plan(gateway.url(), 5000, LONG, Map.of("BODY", Load.BODY)), 0);
            Thread.sleep(LONG * 600L);
            var waiters = gateway.metric("image_gateway_upstream_in_flight");
            var live = liveBytes(gateway.pid());
            var resting = Load.resident(gateway.pid());
            first.join();
            // the last of them are answered after wrk has gone
            Thread.sleep(LONG * 1000L);
            machine.stop(long_);
            machine.upstream(Machine.SLOW_UPSTREAM, options.delay(), URL_DATA);
            Thread.sleep(2000);
            report.add("b", "heap", "live MB idle", idle / 1e6, "live MB loaded", live / 1e6, "waiting", waiters,
                    "kB a waiting request", (live - idle) / waiters / 1000, "resident MB", resting / 1e6);
            // a process has 20,000 descriptors, and a request takes two of the gateway's
            for (int connections : new int[] {5000, 8500}) {
                var seconds = Math.max(15 * options.delay(), options.seconds());
                var running = begun(new Load.Plan(gateway.url(), connections, seconds, Map.of("BODY", Load.BODY)), gateway.pid());
                Thread.sleep(seconds * 500L);
                var waiting = gateway.metric("image_gateway_upstream_in_flight");
                var limit = gateway.metric("image_gateway_upstream_limit");
                var resident = Load.resident(gateway.pid());
                var result = running.join();
                var ideal = (double) connections / options.delay();
                report.add("b", "%d at once, upstream of %d s".formatted(connections, options.delay()), result, null);
                report.add(
                        "b",
                        connections + " at once, of the gateway",
                        "of the ideal rate", result.perSecond() / ideal,
                        "under way amid it", waiting,
                        "limiter's ceiling", limit,
                        "resident MB", resident / 1e6);
            }
        }
    }

    /** Bytes of live objects, after a collection of all of them. */
    private static long liveBytes(long pid) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram").redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return output.lines()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[2]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(output));
    }

    private void base64() throws Exception {
        var image = "{\"url\":null,\"b64_json\":\"iVBORw0KGgo" + "A".repeat(1_400_000) + "\"}";
        var upstream = machine.upstream(
                Machine.IMAGES_UPSTREAM, 0, "[" + String.join(",", image, image, image, image) + "]");
        try (var gateway = machine.gateway(PORT, Machine.IMAGES_UPSTREAM, Machine.inContainer(512))) {
            for (int connections : new int[] {1, 8, 32}) {
                var plan = plan(gateway.url(), connections)
                        .with("BODY", Load.BODY.replace("\"num_images\":1", "\"num_images\":4").replace("}", ",\"response_format\":\"b64_json\"}"));
                var result = measure(plan.with("REFUSALS", "503"), gateway.pid());
                report.add("c", connections + " connections, 4 x 1.4 MB as base64", result, null);
                report.add(
                        "c",
                        connections + " connections, of these",
                        "with images/s", result.perSecond() * (result.requests() - result.notOk()) / result.requests(),
                        "503 with Retry-After", result.refused(),
                        "other errors", result.notOk() - result.refused() + result.errors());
            }
            report.add("c", "gateway, 512 MB in all", "resident MB", Load.resident(gateway.pid()) / 1e6);
        }
        machine.stop(upstream);
    }

    /** From the process's start to its first good answer; three times each, the least counts. */
    private void coldStart() throws Exception {
        var folder = machine.folder().resolve("extracted");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var jar = Machine.jar().toAbsolutePath();
        new ProcessBuilder(java, "-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", folder.toString())
                .inheritIO().start().waitFor();
        var cache = folder.resolve("app.aot");
        var extracted = folder.resolve(jar.getFileName());
        report.add("f", "cold start, jar", "ms", least(List.of(), jar));
        var without = least(List.of(), extracted);
        report.add("f", "cold start, extracted", "ms", without);
        try (var _ = machine.gateway(extracted, PORT, Machine.UPSTREAM, List.of("-XX:AOTCacheOutput=" + cache))) {
            Load.run(new Load.Plan(Machine.url(PORT), 4, 3, Map.of("BODY", Load.BODY)), 0);
        }
        if (!Files.exists(cache)) {
            report.add("f", "no AOT cache was written", "ms", Double.NaN);
            return;
        }
        var with = least(List.of("-XX:AOTCache=" + cache), extracted);
        report.add("f", "cold start, extracted, with an AOT cache", "ms", with, "of that without", with / without);
    }

    private double least(List<String> javaOptions, Path jar) throws Exception {
        var times = new ArrayList<Double>();
        for (int i = 0; i < 3; i++) {
            try (var gateway = machine.gateway(jar, PORT, Machine.UPSTREAM, javaOptions)) {
                times.add(gateway.started().toNanos() / 1e6);
            }
        }
        return times.stream().min(Double::compare).orElseThrow();
    }
}
