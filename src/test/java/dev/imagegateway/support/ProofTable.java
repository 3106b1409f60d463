package dev.imagegateway.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Runs after the proofs (by Failsafe, in the profile {@code proofs}) and prints what they found as one table. */
class ProofTable {

    private static final int COLUMNS = 6;

    @Test
    void nothingDiffers() throws IOException {
        var proofs = new TreeMap<String, long[]>();
        var all = new long[COLUMNS];
        try (var files = Files.list(Proof.folder())) {
            for (var file : files.toList()) {
                var cells = Files.readString(file).strip().split("\t", -1);
                var sums = proofs.computeIfAbsent(cells[0], _ -> new long[COLUMNS]);
                for (int i = 0; i < COLUMNS; i++) {
                    long value = Long.parseLong(cells[i + 1]);
                    sums[i] += value;
                    all[i] += value;
                }
            }
        }
        var table = new StringBuilder("""
                | proof | rounds | generations | billed | settled | unknown | differences |
                |---|---|---|---|---|---|---|
                """);
        proofs.forEach((proof, sums) -> table.append(row(proof, sums)));
        table.append(row("all", all));
        System.out.print(table);
        Files.writeString(Proof.folder().resolveSibling("table.md"), table);

        assertThat(all[COLUMNS - 1]).as("differences").isZero();
    }

    private static String row(String proof, long[] sums) {
        var row = new StringBuilder("| ").append(proof).append(" |");
        Arrays.stream(sums).forEach(sum -> row.append(' ').append(sum).append(" |"));
        return row.append('\n').toString();
    }
}
