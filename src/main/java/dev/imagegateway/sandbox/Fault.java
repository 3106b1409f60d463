package dev.imagegateway.sandbox;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What can go wrong, on request. The four enums are the table: each row is a name, whether the vendor bills the
 * generation all the same unless the rule says otherwise, and what happens.
 */
sealed interface Fault permits ConnectionFault, ErrorFault, AnswerFault, ImageFault {

    /** What a rule may set besides; the JSON name is in lower case. */
    enum Option {
        /** HTTP status to answer instead of the usual one. */
        STATUS,
        /** Seconds that {@code Retry-After} asks for. */
        SECONDS,
        /** Duration over which the bytes dribble out. */
        OVER,
        /** Size of the filler in MiB. */
        MIB,
        /** Credits charged for each image. */
        CREDITS,
        /** Images delivered, and billed. */
        IMAGES,
        /** Where the redirect leads. */
        LOCATION,
        /** How many downloads of each image are affected, from the first; by default all. */
        GETS;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Of the enum constant. */
    String name();

    /** Whether the generation is billed unless the rule says otherwise. */
    boolean bills();

    /** One sentence for people. */
    String about();

    /** What a rule may set about every fault of this kind. */
    Set<Option> commonOptions();

    /** What a rule may set about this fault besides. */
    @Nullable
    Option ownOption();

    /** What a rule may set. */
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
