package dev.imagegateway.http;

import dev.imagegateway.telemetry.CallerAddress;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.catalina.valves.ValveBase;

/**
 * Rewrites {@code X-Forwarded-For} so that it lists plain addresses, for {@link RemoteIpValve}, which takes every entry
 * as it is: with a port, each connection would have an address of its own, and a trusted proxy would not be recognised.
 * An entry that is not an address becomes {@code unknown}.
 */
final class ForwardedForValve extends ValveBase {

    private final String header;

    /** @param header the header that {@link RemoteIpValve} reads */
    ForwardedForValve(String header) {
        super(true);
        this.header = header;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var lines = Collections.list(request.getHeaders(header));
        if (!lines.isEmpty()) {
            var addresses = new ArrayList<String>();
            for (var entry : String.join(",", lines).split(",", -1)) {
                if (!entry.isBlank()) {
                    addresses.add(CallerAddress.of(entry).text());
                }
            }
            request.getCoyoteRequest().getMimeHeaders().setValue(header).setString(String.join(", ", addresses));
        }
        getNext().invoke(request, response);
    }
}
