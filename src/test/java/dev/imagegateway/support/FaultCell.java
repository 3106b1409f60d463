package dev.imagegateway.support;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One cell of the matrix of faults.
 *
 * @param fault the sandbox's name of it, with options
 * @param bills whether the sandbox bills it all the same
 * @param afterRetry whether a harmless refusal comes first
 * @param becomes what the caller is to see
 */
public record FaultCell(String fault, boolean bills, boolean afterRetry, Becomes becomes) {

    /** What a fault has to become. */
    public enum Becomes {
        /** Certainly not billed and worth another attempt, which succeeds. */
        RETRIED(200, ""),
        REJECTED(400, "upstream-rejected"),
        INTERCEPTED(503, "upstream-unavailable"),
        ACCOUNT(503, "provider-account"),
        FAILED(502, "upstream-failed"),
        UNKNOWN(424, "outcome-unknown"),
        EMPTY(422, "no-image"),
        ANSWERED(200, "");

        private final int status;
        private final String problem;

        Becomes(int status, String problem) {
            this.status = status;
            this.problem = problem;
        }

        public int status() {
            return status;
        }

        public String problem() {
            return problem;
        }
    }

    @Override
    public String toString() {
        return fault + (bills ? ", billed" : ", not billed") + (afterRetry ? ", after a retry" : "") + ": " + becomes;
    }

    public static Stream<FaultCell> all() {
        var cells = new ArrayList<FaultCell>();
        add(
                cells,
                Becomes.RETRIED,
                "rate-limited",
                "free-tier-limit",
                "internal-error",
                "partner-error",
                "maintenance",
                "bad-gateway",
                "unavailable",
                "unavailable;profile=legacy",
                "unavailable;profile=early2026",
                "edge-rate-limit",
                "nginx-error;status=429");
        add(
                cells,
                Becomes.INTERCEPTED,
                "edge-challenge",
                "edge-challenge;status=429",
                "edge-block",
                "edge-ban",
                "nginx-error",
                "nginx-error;status=413");
        add(
                cells,
                Becomes.REJECTED,
                "bad-request",
                "bad-request;profile=legacy",
                "bad-request;profile=early2026",
                "too-large",
                "status-as-string;status=400",
                "message-array;status=400");
        add(
                cells,
                Becomes.ACCOUNT,
                "unauthorized",
                "unauthorized;profile=legacy",
                "unauthorized;profile=early2026",
                "out-of-credits",
                "out-of-funds",
                "spend-cap",
                "scope-missing",
                "plan-limit",
                "verification-needed",
                "forbidden",
                "forbidden;profile=legacy");
        add(cells, Becomes.FAILED, "model-withdrawn");
        add(
                cells,
                Becomes.UNKNOWN,
                "generation-timeout",
                "edge-timeout",
                "openai-error",
                "mismatched-error",
                "plain-error",
                "html-error",
                "html-error;status=500",
                "html-error;status=503",
                "html-error;status=504",
                "html-error;status=429",
                "html-error;status=403",
                "edge-challenge;status=503",
                "edge-ban;status=503",
                "edge-rate-limit;status=503",
                "nginx-error;status=408",
                "nginx-error;status=502",
                "nginx-error;status=504",
                "empty-error",
                "close",
                "reset",
                "hang",
                "close-mid-body",
                "reset-mid-body",
                "slow-headers",
                "slow-body",
                "truncated-json",
                "not-json",
                "html",
                "empty-body",
                "huge-body");
        add(cells, Becomes.EMPTY, "empty-data", "null-data", "no-url");
        add(
                cells,
                Becomes.ANSWERED,
                "fewer-images",
                "both-shapes",
                "b64",
                "leaked-host",
                "wrong-content-type",
                "missing-meta",
                "null-meta",
                "missing-cost",
                "missing-cost-headers",
                "missing-inference-id",
                "price-change");
        cells.add(new FaultCell("close-before-body", false, false, Becomes.UNKNOWN));
        return cells.stream();
    }

    private static void add(List<FaultCell> cells, Becomes becomes, String... faults) {
        for (var fault : faults) {
            for (var bills : new boolean[] {true, false}) {
                for (var afterRetry : new boolean[] {true, false}) {
                    cells.add(new FaultCell(fault, bills, afterRetry, becomes));
                }
            }
        }
    }

    /** The fault as a rule of the sandbox, for one request. */
    public String rule() {
        var parts = fault.split(";", -1);
        var rule = new StringBuilder("{\"fault\":\"" + parts[0] + "\",\"times\":1");
        for (int i = 1; i < parts.length; i++) {
            var option = parts[i].split("=", -1);
            rule.append(",\"" + option[0] + "\":")
                    .append(option[0].equals("status") ? option[1] : "\"" + option[1] + "\"");
        }
        if (!parts[0].equals("close-before-body")) {
            rule.append(",\"bills\":").append(bills);
        }
        return rule.append("}").toString();
    }
}
