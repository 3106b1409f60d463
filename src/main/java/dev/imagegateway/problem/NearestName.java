package dev.imagegateway.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** Suggests the known name that was probably meant by an unknown one. */
public final class NearestName {

    private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

    /** The cost of a comparison is the product of both lengths. No known name has half as many characters. */
    private static final int MAX_COMPARED_LENGTH = 60;

    private NearestName() {}

    /** Returns the most similar known name. There must be at least one. */
    public static String of(String sent, Collection<String> known) {
        var plain = plain(sent.length() > MAX_COMPARED_LENGTH ? sent.substring(0, MAX_COMPARED_LENGTH) : sent);
        return known.stream()
                .max(Comparator.comparingDouble(candidate -> nearness(plain, plain(candidate))))
                .orElseThrow();
    }

    /** Ranks parts of a known name, such as {@code steps}, above names that are only similar. */
    private static double nearness(String sent, String candidate) {
        var isPart = Math.min(sent.length(), candidate.length()) >= 3
                && (candidate.contains(sent) || sent.contains(candidate));
        return SIMILARITY.apply(sent, candidate) + (isPart ? 1 : 0);
    }

    /** Removes separators, so that {@code numImages} is similar to {@code num_images}. */
    private static String plain(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }
}
