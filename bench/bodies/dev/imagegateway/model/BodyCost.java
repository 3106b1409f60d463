package dev.imagegateway.model;

import dev.imagegateway.problem.GatewayException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The CPU of one thread that reads a body and writes its faults: the median of some rounds, warm, for each body. */
public final class BodyCost {

    private static final int ROUNDS = 21;

    private static final long MOST_NANOS = 2_000_000_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final RequestReader READER = BuiltInModels.reader();

    private BodyCost() {}

    /** Takes the rounds of warming up for each body, 20 if not given. */
    public static void main(String... arguments) {
        var bodies = WorstBodies.all();
        var warmUps = arguments.length == 0 ? 20 : Integer.parseInt(arguments[0]);
        for (int i = 0; i < warmUps; i++) {
            bodies.values().forEach(BodyCost::answer);
        }
        System.out.printf("| body | bytes | CPU, ms | answer, bytes |%n|---|---|---|---|%n");
        bodies.forEach((name, body) -> System.out.printf(
                "| %s | %,d | %.1f | %,d |%n", name, body.length, medianCpuMillis(body), answer(body)));
    }

    private static double medianCpuMillis(byte[] body) {
        var threads = ManagementFactory.getThreadMXBean();
        var nanos = new long[ROUNDS];
        var rounds = 0;
        for (long spent = 0; rounds < ROUNDS && spent < MOST_NANOS; rounds++) {
            var before = threads.getCurrentThreadCpuTime();
            answer(body);
            nanos[rounds] = threads.getCurrentThreadCpuTime() - before;
            spent += nanos[rounds];
        }
        Arrays.sort(nanos, 0, rounds);
        return nanos[rounds / 2] / 1e6;
    }

    private static int answer(byte[] body) {
        try {
            READER.read(body, null, List.of());
            return 0;
        } catch (GatewayException e) {
            return JSON.writeValueAsBytes(e.problem().violations()).length;
        }
    }
}
