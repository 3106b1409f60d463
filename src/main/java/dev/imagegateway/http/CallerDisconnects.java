package dev.imagegateway.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Recognises callers that have closed their connection before they had the whole response, and marks their requests. */
final class CallerDisconnects {

    private static final Logger log = LoggerFactory.getLogger(CallerDisconnects.class);
    private static final String MARK = CallerDisconnects.class.getName();

    private CallerDisconnects() {}

    /** Only writing to the caller's connection throws these. Resets of other connections are not included. */
    static boolean isCauseOf(Exception e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof AsyncRequestNotUsableException
                    || cause instanceof ClientAbortException
                    || (cause instanceof IOException && e instanceof HttpMessageNotWritableException)) {
                return true;
            }
        }
        return false;
    }

    /** Logs one line, because the caller cannot receive a response and operators have nothing to do. */
    static void note(HttpServletRequest request, Exception e) {
        if (!isNoted(request)) {
            request.setAttribute(MARK, true);
            log.debug(
                    "The caller hung up before it had its response to {} {} ({})",
                    request.getMethod(),
                    request.getRequestURI(),
                    e.getClass().getSimpleName());
        }
    }

    static boolean isNoted(HttpServletRequest request) {
        return request.getAttribute(MARK) != null;
    }
}
