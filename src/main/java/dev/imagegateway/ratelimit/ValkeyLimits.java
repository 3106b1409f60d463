package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import dev.imagegateway.client.Limits;
import dev.imagegateway.ratelimit.Decision.Exceeded;
import dev.imagegateway.ratelimit.Decision.Granted;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts in Valkey, using its clock. Every key expires. The keys of one client are in the same cluster slot. What was
 * counted stays counted even if the response arrives too late.
 */
final class ValkeyLimits {

    private final ValkeyConnection valkey;
    private final String prefix;
    private final long placeMillis;

    /**
     * Uses a connection that is open or will be opened.
     *
     * @param placeLasts the expiry of an in-flight entry, longer than any generation takes
     */
    ValkeyLimits(ValkeyConnection valkey, String prefix, Duration placeLasts) {
        this.valkey = valkey;
        this.prefix = prefix;
        this.placeMillis = placeLasts.toMillis();
    }

    Decision request(Client client) throws StoreAwayException {
        return take(client, Limit.REQUESTS, 1);
    }

    private Decision take(Client client, Limit limit, int tokens) throws StoreAwayException {
        var limits = client.limits();
        var rate = Rate.of(limit, limits);
        var answer = run(
                Script.TAKE, keys(bucket(client.id(), limit)), interval(rate), burst(rate), Integer.toString(tokens));
        var granted = answer.getFirst() == 1;
        var status = List.of(LimitStatus.of(limit, limits, answer.get(1), micros(answer.get(granted ? 3 : 2))));
        return granted ? new Granted(status) : new Exceeded(limit, micros(answer.get(2)), status);
    }

    /**
     * Counts megapixels after everything else, in a call of its own that only clients with that limit need. What was
     * counted before a refusal is given back.
     */
    Decision generation(Client client, String id, ImageLoad load) throws StoreAwayException {
        var admitted = admit(client, id, load.images());
        if (!(admitted instanceof Granted granted) || !client.limits().hasMegapixels()) {
            return admitted;
        }
        var pixels = take(client, Limit.MEGAPIXELS, load.megapixels());
        if (pixels instanceof Exceeded) {
            giveBack(client, Limit.IMAGES, load.images());
            ended(client.id(), id);
            return pixels;
        }
        return new Granted(Stream.concat(granted.statuses().stream(), pixels.statuses().stream())
                .toList());
    }

    private Decision admit(Client client, String id, int images) throws StoreAwayException {
        var limits = client.limits();
        var rate = Rate.images(limits);
        var answer = run(
                Script.ADMIT,
                keys(bucket(client.id(), Limit.IMAGES), places(client.id())),
                interval(rate),
                burst(rate),
                Integer.toString(images),
                Integer.toString(limits.generationsInFlight()),
                id,
                Long.toString(placeMillis));
        var decision = answer.getFirst();
        var imagesLeft = LimitStatus.of(Limit.IMAGES, limits, answer.get(1), micros(answer.get(decision == 0 ? 2 : 3)));
        var placesLeft = LimitStatus.of(
                Limit.GENERATIONS_IN_FLIGHT,
                limits,
                answer.get(4),
                decision == 2 ? LocalLimits.RETRY_AFTER : Duration.ZERO);
        if (decision == 1) {
            return new Granted(List.of(imagesLeft, placesLeft));
        }
        return decision == 0
                ? new Exceeded(Limit.IMAGES, micros(answer.get(2)), List.of(imagesLeft))
                : new Exceeded(Limit.GENERATIONS_IN_FLIGHT, LocalLimits.RETRY_AFTER, List.of(placesLeft));
    }

    void giveBack(Client client, ImageLoad load) throws StoreAwayException {
        giveBack(client, Limit.IMAGES, load.images());
        if (client.limits().hasMegapixels()) {
            giveBack(client, Limit.MEGAPIXELS, load.megapixels());
        }
    }

    private void giveBack(Client client, Limit limit, int tokens) throws StoreAwayException {
        var rate = Rate.of(limit, client.limits());
        run(Script.GIVE_BACK, keys(bucket(client.id(), limit)), interval(rate), Integer.toString(tokens));
    }

    void ended(String client, String id) throws StoreAwayException {
        valkey.call(commands -> commands.zrem(places(client), id));
    }

    /** Reports tokens that were allowed during an outage, and returns the tokens that are left. */
    long makeUp(String client, Limits limits, Limit limit, long allowed, Duration since) throws StoreAwayException {
        var rate = Rate.of(limit, limits);
        return run(
                        Script.MAKE_UP,
                        keys(bucket(client, limit)),
                        interval(rate),
                        burst(rate),
                        Long.toString(allowed),
                        Long.toString(since.toNanos() / 1000))
                .getFirst();
    }

    /** Adds in-flight entries that may have been lost, and renews the others. */
    void occupy(String client, Collection<String> ids) throws StoreAwayException {
        var arguments = Stream.concat(Stream.of(Long.toString(placeMillis)), ids.stream());
        run(Script.OCCUPY, keys(places(client)), arguments.toArray(String[]::new));
    }

    /** Checks that Valkey is writable, since a read-only server is of no use. */
    void write() throws StoreAwayException {
        valkey.call(commands -> commands.psetex(prefix + "probe", 1000, "1"));
    }

    private List<Long> run(Script script, String[] keys, String... arguments) throws StoreAwayException {
        try {
            return valkey.call(commands -> commands.evalsha(script.sha1(), ScriptOutputType.MULTI, keys, arguments));
        } catch (RedisNoScriptException _) {
            // Valkey does not know the script, probably because it was restarted
            return valkey.call(commands -> commands.eval(script.text(), ScriptOutputType.MULTI, keys, arguments));
        }
    }

    private static String[] keys(String... keys) {
        return keys;
    }

    private String bucket(String client, Limit limit) {
        return prefix + "{" + client + "}:" + limit.label();
    }

    private String places(String client) {
        return prefix + "{" + client + "}:in-flight";
    }

    private static String interval(Rate rate) {
        return Double.toString(rate.intervalMicros());
    }

    private static String burst(Rate rate) {
        return Integer.toString(rate.burst());
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
