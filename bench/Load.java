import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One run of wrk, and what it cost the process that answered. */
final class Load {

    static final String BODY =
            "{\"model\":\"stable-diffusion-v3-medium\",\"prompt\":\"a red cube on a white table\",\"num_images\":1,\"image_size\":\"square_hd\"}";

    private static final Pattern PAIR = Pattern.compile("(\\w+)=(\\d+)");

    /** The kernel's unit of CPU times in /proc: a hundredth of a second on every Linux. */
    private static final double TICK_MICROS = 10_000;

    private Load() {}

    /**
     * What wrk saw, and what the process used meanwhile.
     *
     * @param perSecond answers
     * @param p50 microseconds, as are the others
     * @param errors sockets that failed or timed out
     * @param notOk answers of 400 and above
     * @param refused those of them that were counted apart
     * @param cpuMicros of the process for each answer; NaN where it is not known
     */
    record Result(
            double perSecond, long requests, long p50, long p90, long p99, long max, long errors, long notOk, long refused, double cpuMicros) {}

    /** How to ask. */
    record Plan(String url, int connections, int seconds, Map<String, String> environment) {

        static Plan of(String url, int connections, int seconds) {
            return new Plan(url, connections, seconds, Map.of("BODY", BODY));
        }

        Plan with(String name, String value) {
            var more = new HashMap<>(environment);
            more.put(name, value);
            return new Plan(url, connections, seconds, more);
        }
    }

    /** @param pid whose CPU is measured; 0 for nobody's */
    static Result run(Plan plan, long pid) throws IOException, InterruptedException {
        var command = List.of(
                "wrk", "-t1", "-c" + plan.connections(), "-d" + plan.seconds() + "s", "--timeout", "30s", "-s",
                "bench/wrk/post.lua", plan.url());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(plan.environment());
        var before = cpu(pid);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        var used = cpu(pid) - before;
        var numbers = new HashMap<String, Long>();
        var line = output.lines().filter(one -> one.startsWith("RESULT ")).findFirst()
                .orElseThrow(() -> new IllegalStateException("wrk failed: " + output));
        var matcher = PAIR.matcher(line);
        while (matcher.find()) {
            numbers.put(matcher.group(1), Long.parseLong(matcher.group(2)));
        }
        var requests = numbers.get("requests");
        return new Result(
                requests * 1e6 / numbers.get("duration"),
                requests,
                numbers.get("p50"),
                numbers.get("p90"),
                numbers.get("p99"),
                numbers.get("max"),
                numbers.get("connect") + numbers.get("read") + numbers.get("write") + numbers.get("timeout"),
                numbers.get("status"),
                numbers.get("refused"),
                pid == 0 ? Double.NaN : used / requests);
    }

    /** Microseconds of CPU that a process and its children have used. */
    static double cpu(long pid) throws IOException {
        if (pid == 0) {
            return 0;
        }
        var own = ticks(pid);
        for (var child : ProcessHandle.of(pid).orElseThrow().descendants().toList()) {
            own += ticks(child.pid());
        }
        return own * TICK_MICROS;
    }

    private static double ticks(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
    }

    /** Resident memory of a process in bytes. */
    static long resident(long pid) throws IOException {
        return memory(pid, "VmRSS:");
    }

    /** The most resident memory that a process has had, in bytes. */
    static long peakResident(long pid) throws IOException {
        return memory(pid, "VmHWM:");
    }

    private static long memory(long pid, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }
}
