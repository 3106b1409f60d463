import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the gateway costs: a table, and the same as JSON in bench/results. */
final class Bench {

    private static final String HELP = """
            bench/run [options]
              --scenarios a,e     which of a to i; all without it
              --seconds N         of each measurement, 10 without it; a tenth of that is not measured before
              --warm-up N         seconds before the first measurement, 60 without it, and up to four times as long
                                  while it still gets faster: the compiler has not seen enough yet
              --delay N           seconds that scenario b's upstream takes, 2 without it: where the machine is too slow
                                  for so many requests a second, a longer one still shows how many can wait
              --postgres URL      the ledger in PostgreSQL (jdbc:postgresql://…?user=…&password=…) instead of SQLite
              --postgres-pid PID  its first process: the database's CPU is told apart
              --redis URL         limits in Valkey or Redis; scenario h needs it, and --redis-pid
              --redis-pid PID     its process, which scenario h stops and continues
              --peer NAME=URL     another proxy of the same upstream, http://127.0.0.1:9400, measured in scenario a;
                                  NAME=URL@PID also tells its CPU
              --against BUILD     an earlier build of the gateway, a jar or a revision of git, measured by turns with
                                  this one, and nothing else unless --scenarios says so; ends with status 3 if this one
                                  takes more than a tenth more CPU for a request
              --java-opts OPTS    of the gateway, "-Xmx512m" without it
            """;

    private Bench() {}

    public static void main(String[] args) throws Exception {
        if (Arrays.asList(args).contains("--help")) {
            System.out.print(HELP);
            return;
        }
        var options = Options.of(args);
        var report = new Report(options);
        boolean isWorse;
        try (var machine = new Machine(options)) {
            var scenarios = new Scenarios(options, machine, report);
            scenarios.run();
            isWorse = scenarios.isWorse();
        }
        report.print();
        var folder = Files.createDirectories(Path.of("bench", "results"));
        var file = folder.resolve(Instant.now().toString().replace(':', '-') + ".json");
        Files.writeString(file, report.json());
        System.out.println("\nJSON: " + file);
        if (isWorse) {
            System.out.println("A request takes more than a tenth more CPU than with " + options.against());
            System.exit(3);
        }
    }

    /** What was asked for. */
    record Options(
            List<String> scenarios,
            int seconds,
            int warmUp,
            int delay,
            String postgres,
            long postgresPid,
            String redis,
            long redisPid,
            Map<String, Peer> peers,
            String against,
            List<String> javaOptions) {

        static Options of(String[] args) {
            var values = new LinkedHashMap<String, List<String>>();
            for (int i = 0; i < args.length; i += 2) {
                if (!HELP.contains(args[i] + " ") || i + 1 == args.length) {
                    System.err.println("bench: " + args[i] + " is no option, or lacks its value\n" + HELP);
                    System.exit(2);
                }
                values.computeIfAbsent(args[i], _ -> new ArrayList<>()).add(args[i + 1]);
            }
            var peers = new LinkedHashMap<String, Peer>();
            values.getOrDefault("--peer", List.of()).forEach(peer -> {
                var parts = peer.split("=", 2);
                var url = parts[1].split("@", 2);
                peers.put(parts[0], new Peer(url[0], url.length == 1 ? 0 : Long.parseLong(url[1])));
            });
            var all = values.containsKey("--against") ? "" : "a,b,c,d,e,f,g,h,i";
            return new Options(
                    List.of(one(values, "--scenarios", all).split(",")),
                    Integer.parseInt(one(values, "--seconds", "10")),
                    Integer.parseInt(one(values, "--warm-up", "60")),
                    Integer.parseInt(one(values, "--delay", "2")),
                    one(values, "--postgres", ""),
                    Long.parseLong(one(values, "--postgres-pid", "0")),
                    one(values, "--redis", ""),
                    Long.parseLong(one(values, "--redis-pid", "0")),
                    peers,
                    one(values, "--against", ""),
                    List.of(one(values, "--java-opts", "-Xmx512m").split(" ")));
        }

        private static String one(Map<String, List<String>> values, String name, String otherwise) {
            return values.getOrDefault(name, List.of(otherwise)).getLast();
        }

        boolean has(String scenario) {
            return scenarios.contains(scenario);
        }
    }

    /** Another proxy. */
    record Peer(String url, long pid) {}
}
