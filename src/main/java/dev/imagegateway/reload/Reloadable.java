package dev.imagegateway.reload;

import java.util.Map;

/**
 * Content that is followed, and what is made of it.
 *
 * @param <C> the content as it was read
 */
public interface Reloadable<C> {

    /** The name in metrics and in the audit log, such as {@code clients}. */
    String name();

    /** What is made of the content, in the plural, such as {@code clients}. */
    String subject();

    /** What is read, such as {@code file of clients}. */
    String source();

    /** Where it is read, for the log. */
    String place();

    /**
     * Reads the current content.
     *
     * @throws dev.imagegateway.problem.StartupException if it cannot be read; the message contains no secret
     */
    C read();

    /** Whether two readings are the same content. */
    boolean areEqual(C one, C other);

    /**
     * Puts a content in force, as a whole or not at all.
     *
     * @return what has changed, for the log and the audit log
     * @throws dev.imagegateway.problem.StartupException with its faults; the message contains no secret
     */
    Map<String, Object> apply(C content);
}
