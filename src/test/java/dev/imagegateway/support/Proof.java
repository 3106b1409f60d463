package dev.imagegateway.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * How long a proof of the books runs, and what it found. {@code ./mvnw verify} runs a round or two of each, the profile
 * {@code proofs} as many as {@code -Dproof.rounds} says; {@link ProofTable} prints what those found.
 */
public final class Proof {

    private static final String ROUNDS = "proof.rounds";

    private Proof() {}

    /** What {@code -Dproof.rounds} says, or else as many as there is time for in {@code ./mvnw verify}. */
    public static int rounds(int inVerify) {
        return Integer.getInteger(ROUNDS, inVerify);
    }

    /** Adds rounds of a proof to its line in the table, before they are judged. */
    public static void keep(String proof, int rounds, Audit audit) {
        var line = proof + "\t" + rounds + "\t" + audit.rows().size() + "\t" + audit.billedGenerations() + "\t"
                + audit.count("SETTLED") + "\t" + audit.count("UNKNOWN") + "\t" + audit.differences() + "\n";
        System.out.print("proof\t" + line);
        try {
            Files.writeString(Files.createDirectories(folder()).resolve(UUID.randomUUID() + ".tsv"), line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each run has its own: a table shows one run. */
    static Path folder() {
        return Path.of("target", "proofs", System.getProperty("proof.run", "verify"));
    }
}
