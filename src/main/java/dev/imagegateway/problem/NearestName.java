package dev.imagegateway.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** Finds the known name that somebody who wrote an unknown one probably meant. */
public final class NearestName {

    private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

    /** Comparing costs the product of both lengths, and no known name has half as many characters. */
    private static final int LONGEST_COMPARED = 60;

    private NearestName() {}

    /** The most similar of the known names; there has to be one. */
    public static String of(String sent, Collection<String> known) {
        var plain = plain(sent.length() > LONGEST_COMPARED ? sent.substring(0, LONGEST_COMPARED) : sent);
        return known.stream()
                .max(Comparator.comparingDouble(candidate -> nearness(plain, plain(candidate))))
                .orElseThrow();
    }

    /** A part of a known name, such as {@code steps}, is nearer to it than anything that only begins like it. */
    private static double nearness(String sent, String candidate) {
        var isPart = Math.min(sent.length(), candidate.length()) >= 3
                && (candidate.contains(sent) || sent.contains(candidate));
        return SIMILARITY.apply(sent, candidate) + (isPart ? 1 : 0);
    }

    /** So that {@code numImages} is near {@code num_images}. */
    private static String plain(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }
}
