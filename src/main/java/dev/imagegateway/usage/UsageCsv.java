package dev.imagegateway.usage;

import dev.imagegateway.text.UnsafeCharacters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;

/** Writes the groups of a report as CSV with a header row (RFC 4180). */
@Component
final class UsageCsv extends AbstractHttpMessageConverter<UsageReport> {

    static final String TYPE = "text/csv";
    static final MediaType WITH_CHARSET = new MediaType("text", "csv", StandardCharsets.UTF_8);

    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    UsageCsv() {
        super(StandardCharsets.UTF_8, MediaType.valueOf(TYPE));
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type == UsageReport.class;
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType media) {
        return false;
    }

    @Override
    protected UsageReport readInternal(Class<? extends UsageReport> type, HttpInputMessage input) {
        throw new HttpMessageNotReadableException("reports are only written", input);
    }

    @Override
    protected void writeInternal(UsageReport report, HttpOutputMessage output) throws IOException {
        output.getHeaders()
                .set(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"usage-by-%s.csv\"".formatted(report.groupBy()));
        var rows = report.data().stream().map(UsageCsv::cells).toList();
        output.getBody()
                .write(CSV.writer(columns(report.groupBy()))
                        .writeValueAsString(rows)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static CsvSchema columns(String group) {
        var schema = CsvSchema.builder().addColumn(group);
        for (var name : List.of(
                "generations",
                "settled",
                "images",
                "credits_used",
                "usd_spent",
                "credits_held",
                "unknown",
                "reconciled",
                "drift_credits",
                "reused",
                "credits_saved")) {
            schema.addNumberColumn(name);
        }
        return schema.setUseHeader(true).setLineSeparator("\r\n").build();
    }

    private static List<Object> cells(UsageReport.Group row) {
        var sums = row.sums();
        return List.of(
                row.group() == null ? "" : harmless(row.group()),
                sums.generations(),
                sums.settled(),
                sums.images(),
                sums.creditsUsed(),
                sums.usdSpent(),
                sums.creditsHeld(),
                sums.unknown(),
                sums.reconciled(),
                sums.driftCredits(),
                sums.reused(),
                sums.creditsSaved());
    }

    /**
     * Prefixes texts that a spreadsheet would execute as a formula. Callers choose these texts in the field
     * {@code user}.
     */
    private static String harmless(String text) {
        // an earlier version stored texts with unsafe characters
        var shown = UnsafeCharacters.replacedIn(text);
        var isFormula = "=+-@".indexOf(text.charAt(0)) >= 0;
        return isFormula || shown.charAt(0) != text.charAt(0) ? "'" + shown : shown;
    }
}
