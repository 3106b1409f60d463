package dev.imagegateway.sandbox;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads a fault from a rule's JSON or from a request's headers. */
final class InjectionReader {

    private static final Set<String> ALWAYS = Set.of("fault", "bills", "profile", "delay");

    private InjectionReader() {}

    /**
     * Reads {@code X-Sandbox-Fault: name;key=value…}, {@code X-Sandbox-Profile} and {@code X-Sandbox-Delay}.
     *
     * @return null if the request has none of them
     */
    static @Nullable Injection ofHeaders(Call call) {
        ObjectNode json = Json.object();
        String fault = call.header("X-Sandbox-Fault");
        if (fault != null) {
            String[] parts = fault.split(";", -1);
            json.put("fault", parts[0].strip());
            for (int i = 1; i < parts.length; i++) {
                String[] pair = parts[i].split("=", 2);
                json.put(pair[0].strip(), pair.length == 2 ? pair[1].strip() : "true");
            }
        }
        String profile = call.header("X-Sandbox-Profile");
        if (profile != null) {
            json.put("profile", profile);
        }
        String delay = call.header("X-Sandbox-Delay");
        if (delay != null) {
            json.put("delay", delay);
        }
        return json.isEmpty() ? null : read(json, Set.of());
    }

    /** Reads a fault from JSON that may contain these other fields too. */
    static Injection read(ObjectNode json, Set<String> others) {
        RuleFields fields = new RuleFields(json);
        String label = fields.text("fault");
        Fault fault = label == null ? AnswerFault.NONE : Fault.named(label);
        if (fault == null) {
            throw new BadRule("There is no fault " + label + ". There is "
                    + Fault.all().stream().map(Fault::label).collect(Collectors.joining(", ")) + ".");
        }
        Set<String> known = new HashSet<>(ALWAYS);
        known.addAll(others);
        fault.options().forEach(option -> known.add(option.label()));
        fields.onlyKnows(known, "The fault " + fault.label());
        boolean bills = fields.bool("bills", fault.bills());
        if (bills && fault == ConnectionFault.CLOSE_BEFORE_BODY) {
            throw new BadRule("close-before-body can't bill: nobody knows what was asked for.");
        }
        Injection usual = Injection.none();
        String location = fields.text("location");
        return new Injection(
                fault,
                bills,
                fields.number("status", 200, 599),
                fields.profile("profile"),
                fields.duration("delay", usual.delay()),
                fields.number("seconds", usual.seconds(), 0, 1_000_000),
                fields.duration("over", usual.over()),
                fields.number("mib", usual.mib(), 1, 4096),
                fields.number("credits", (int) usual.credits(), 0, 1_000_000_000),
                fields.number("images", 0, 4),
                location == null ? usual.location() : location,
                fields.number("gets", usual.gets(), 1, Integer.MAX_VALUE));
    }
}
