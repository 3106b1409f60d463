package dev.imagegateway.telemetry;

import jakarta.servlet.ServletRequest;

/** What is known about an HTTP request at its end, for logs and metrics. */
public final class RequestFacts {

    private static final String CLIENT = RequestFacts.class.getName() + ".client";
    private static final String OUTCOME = RequestFacts.class.getName() + ".outcome";

    private RequestFacts() {}

    /** Sets the id of the authenticated client. */
    public static void client(ServletRequest request, String id) {
        request.setAttribute(CLIENT, id);
    }

    /** Returns the id of the client; empty if the request was not authenticated. */
    public static String client(ServletRequest request) {
        return request.getAttribute(CLIENT) instanceof String id ? id : "";
    }

    /**
     * Sets how the request ends. A later call replaces an earlier one.
     *
     * @param outcome one of a fixed set of words, such as the code of a problem
     */
    public static void outcome(ServletRequest request, String outcome) {
        request.setAttribute(OUTCOME, outcome);
    }

    /** Returns how the request ended; empty if nobody has set it. */
    public static String outcome(ServletRequest request) {
        return request.getAttribute(OUTCOME) instanceof String outcome ? outcome : "";
    }
}
