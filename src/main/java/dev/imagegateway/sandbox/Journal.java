package dev.imagegateway.sandbox;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The last 10,000 POSTs with their results. */
final class Journal {

    private static final int ENTRIES = 10_000;
    private static final int SHOWN_OF_KEY = 4;

    private final Deque<Entry> entries = new ArrayDeque<>();

    synchronized Entry add(Call call, Instant now) {
        Entry entry = new Entry(call, now);
        entries.addLast(entry);
        if (entries.size() > ENTRIES) {
            entries.removeFirst();
        }
        return entry;
    }

    synchronized List<Entry> entries() {
        return new ArrayList<>(entries);
    }

    synchronized void clear() {
        entries.clear();
    }

    /** A POST. Values that are not known yet are null. */
    static final class Entry {
        private final Call call;
        private final Instant time;
        private volatile @Nullable Integer status;
        private volatile @Nullable String keyPrefix;
        private volatile @Nullable String fault;
        private volatile @Nullable String inferenceId;
        private volatile long credits;

        private Entry(Call call, Instant time) {
            this.call = call;
            this.time = time;
        }

        void calledBy(String prefix) {
            keyPrefix = prefix;
        }

        Entry faulted(Injection injection) {
            return faulted(injection.fault());
        }

        Entry faulted(Fault chosen) {
            fault = chosen.label();
            return this;
        }

        void billed(String inference, long billedCredits) {
            inferenceId = inference;
            credits = billedCredits;
        }

        void answered(Reply reply) {
            boolean silent = reply.wire() instanceof Wire.Close
                    || reply.wire() instanceof Wire.Reset
                    || reply.wire() instanceof Wire.Hang;
            status = silent ? null : reply.status();
        }

        ObjectNode toJson() {
            ObjectNode json = Json.object().put("time", Json.time(time)).put("path", call.uri());
            ObjectNode headers = json.putObject("headers");
            for (Map.Entry<String, String> header : call.headers()) {
                headers.put(header.getKey(), masked(header.getKey(), header.getValue()));
            }
            return json.put("body", call.body())
                    .put("client_request_id", Trace.clientRequestId(call))
                    .put("status", status)
                    .put("fault", fault)
                    .put("inference_id", inferenceId)
                    .put("credits", credits)
                    .put("key_prefix", keyPrefix);
        }

        static String masked(String name, String value) {
            if (!name.equalsIgnoreCase("Authorization")) {
                return value;
            }
            int key = value.indexOf(' ') + 1;
            return value.substring(0, Math.min(value.length(), key + SHOWN_OF_KEY)) + "****";
        }
    }
}
