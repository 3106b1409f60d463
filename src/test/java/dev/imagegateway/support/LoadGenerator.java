package dev.imagegateway.support;

import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Callers who ask for images one after another until they are told to stop, and who take a gateway that breaks off or does
 * not listen as it comes. The same seed asks for the same images at the same gateways.
 */
public final class LoadGenerator implements AutoCloseable {

    private static final int MOST_IMAGES = 4;

    /** What a caller waits after a failure, so that the machine's time goes to the gateway and not to refusals. */
    private static final int PAUSE_MILLIS = 50;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final long seed;
    private final List<RunningGateway> gateways;
    private final List<Future<?>> callers;

    /**
     * One request and what came of it.
     *
     * @param gateway its place among those given
     * @param prompt no other request has it
     * @param images how many were asked for
     */
    public record Sent(int gateway, String prompt, int images, Call call) {

        String print() {
            return prompt + "\n"
                    + switch (call) {
                        case Call.Answered answered -> answered.answer().print();
                        case Call.Broken broken -> broken.cause().toString();
                    };
        }
    }

    private LoadGenerator(long seed, int callers, List<RunningGateway> gateways) {
        this.seed = seed;
        this.gateways = gateways;
        this.callers = IntStream.range(0, callers)
                .<Future<?>>mapToObj(caller -> threads.submit(() -> ask(caller)))
                .toList();
    }

    /** Starts with so many callers at once, each of whom turns to any of these gateways. */
    public static LoadGenerator start(long seed, int callers, RunningGateway... gateways) {
        return new LoadGenerator(seed, callers, List.of(gateways));
    }

    /** What has ended so far. */
    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** Lets no caller send again, and returns all calls once the last of them has ended. */
    public List<Sent> stop() {
        close();
        return sent();
    }

    @Override
    public void close() {
        if (threads.isShutdown()) {
            return;
        }
        stopping.countDown();
        threads.close();
        Exchanges.keep("load", sent.stream().map(Sent::print).collect(Collectors.joining("\n")));
        for (var caller : callers) {
            try {
                caller.get();
            } catch (ExecutionException | InterruptedException e) {
                throw new AssertionError("a caller failed, seed " + seed, e);
            }
        }
    }

    private void ask(int caller) {
        var random = new SplittableRandom(seed * 1_000_003 + caller);
        for (int number = 0; stopping.getCount() > 0; number++) {
            int gateway = random.nextInt(gateways.size());
            int images = random.nextInt(1, MOST_IMAGES + 1);
            var prompt = "load " + seed + " " + caller + " " + number;
            var target = gateways.get(gateway);
            var body = "{" + Gateway.MODEL + ",\"prompt\":\"" + prompt + "\",\"num_images\":" + images + "}";
            var call = target.callUnkept(target.generation(body).build());
            sent.add(new Sent(gateway, prompt, images, call));
            if (!call.succeeded()) {
                pause();
            }
        }
    }

    private void pause() {
        try {
            stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
