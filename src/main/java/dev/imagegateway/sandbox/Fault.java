package dev.imagegateway.sandbox;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The faults that can be injected. The four enums are the table: each row has a name, whether the generation is billed
 * by default, and a description.
 */
sealed interface Fault permits ConnectionFault, ErrorFault, AnswerFault, ImageFault {

    /** Additional options of a rule. The JSON name is in lower case. */
    enum Option {
        /** The HTTP status instead of the usual one. */
        STATUS,
        /** The seconds in {@code Retry-After}. */
        SECONDS,
        /** The duration over which the bytes are sent. */
        OVER,
        /** The size of the filler in MiB. */
        MIB,
        /** The credits charged for each image. */
        CREDITS,
        /** The number of images delivered and billed. */
        IMAGES,
        /** The target of a redirect. */
        LOCATION,
        /** How many downloads of each image are affected, counted from the first; all by default. */
        GETS;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The name of the enum constant. */
    String name();

    /** Whether the generation is billed by default. */
    boolean bills();

    /** A description in one sentence. */
    String about();

    /** The options of all faults of this kind. */
    Set<Option> commonOptions();

    /** The additional option of this fault. */
    @Nullable
    Option ownOption();

    /** All options of this fault. */
    default Set<Option> options() {
        EnumSet<Option> options = EnumSet.noneOf(Option.class);
        options.addAll(commonOptions());
        if (ownOption() != null) {
            options.add(ownOption());
        }
        return options;
    }

    /** The name in rules and headers, such as {@code reset-mid-body}. */
    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<Fault> all() {
        return Stream.<Fault[]>of(
                        ConnectionFault.values(), ErrorFault.values(), AnswerFault.values(), ImageFault.values())
                .flatMap(Stream::of)
                .toList();
    }

    static @Nullable Fault named(String label) {
        return all().stream()
                .filter(fault -> fault.label().equals(label))
                .findFirst()
                .orElse(null);
    }
}
