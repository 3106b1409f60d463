package dev.imagegateway.http;

import jakarta.servlet.http.HttpServletRequest;

/** Is told of the end of every request on the callers' port. */
public interface RequestEndListener {

    /**
     * A request has ended, whoever ended it.
     *
     * @param request the request with its {@link dev.imagegateway.telemetry.RequestFacts}
     * @param outcome the word that was set, or the code of the problem with the response's status; empty if there is
     *     neither
     */
    void ended(HttpServletRequest request, String outcome);
}
