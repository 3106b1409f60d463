package dev.imagegateway.settings;

import java.util.Optional;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Describes YAML errors without the text that the parser's message quotes. */
public final class YamlFault {

    private YamlFault() {}

    /** Returns the parser's finding as the end of a sentence; empty if the failure is not a YAML error. */
    public static Optional<String> in(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
                return Optional.of("not valid YAML, line "
                        + (marked.getProblemMark().getLine() + 1)
                        + (cause instanceof DuplicateKeyException
                                ? ": the name is set for the second time"
                                : ", column " + (marked.getProblemMark().getColumn() + 1)));
            }
            if (cause instanceof YAMLException) {
                return Optional.of("not valid YAML");
            }
        }
        return Optional.empty();
    }
}
