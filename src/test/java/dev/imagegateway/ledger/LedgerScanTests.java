package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.ReconciliationFixture;
import dev.imagegateway.support.TestKeys;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The ledger grows for as long as its rows are kept, and its one writer must not read it from end to end: SQLite uses an
 * index with a condition only where a statement repeats that condition word for word.
 */
class LedgerScanTests extends ReconciliationFixture {

    private static final Pattern STATEMENT =
            Pattern.compile("^Executing (?:prepared )?SQL \\w+ \\[(.*)]$", Pattern.DOTALL);

    /** A table without an index, or by one that has as many rows; SQLite calls it a search where it wants the least. */
    private static final Pattern WHOLE_TABLE = Pattern.compile(
            "SEARCH \\w+"
                    + "|SCAN (generation|claim|vendor_row|account|c|g)\\b(?! USING (COVERING )?INDEX generation_(open|drift|unreconciled)).*");

    /** What comes by itself, each known by a part of it. */
    private static final List<String> PARTS = List.of(
            "AND deadline < CAST(unixepoch",
            "state = 'HELD' AND owner = ?",
            "SELECT COUNT(*) FROM generation",
            "state = 'UNKNOWN' AND held_at < ?",
            "state = 'UNKNOWN' AND deadline >= ?",
            "MIN(created_at)",
            "FROM account",
            "SUM(COALESCE(credits_used",
            "AND request_id = ?");

    private final Logger jdbc = (Logger) LoggerFactory.getLogger(JdbcTemplate.class);
    private final Statements statements = new Statements();

    /** Every statement that is sent to a store. */
    private static final class Statements extends AppenderBase<ILoggingEvent> {

        private final Set<String> all = new ConcurrentSkipListSet<>();

        @Override
        protected void append(ILoggingEvent event) {
            var matcher = STATEMENT.matcher(event.getFormattedMessage());
            if (matcher.find()) {
                all.add(matcher.group(1));
            }
        }
    }

    @Override
    protected LedgerRows newLedger() {
        return LedgerRows.sqlite();
    }

    @AfterEach
    void stopListening() {
        jdbc.setLevel(null);
        jdbc.setAdditive(true);
        jdbc.detachAppender(statements);
    }

    /** Spring forgets what was set before a gateway's start. */
    private void listen() {
        statements.start();
        jdbc.setAdditive(false);
        jdbc.setLevel(Level.DEBUG);
        jdbc.addAppender(statements);
    }

    @Test
    void nothingThatComesAgainAndAgainReadsAWholeTable() throws SQLException {
        try (var gateway = start(
                "--gateway.ledger.lease=2s",
                // its row is reconciled when no attempt can be under way any more
                "--gateway.upstream.attempt-timeout=4s",
                "--gateway.upstream.generation-timeout=4s",
                "--gateway.ledger.metrics-interval=100ms",
                "--gateway.clients[0].roles[0]=admin")) {
            listen();
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            eventually().until(() -> ledger.only().reconciled());
            for (var query : List.of(
                    "?state=unknown",
                    "?state=held",
                    "?client=team-a&state=held",
                    "?request_id=r",
                    "?client=team-a&request_id=r",
                    "?client=team-a&blocked=true")) {
                assertThat(gateway.send(gateway.to("/v1/generations" + query)
                                        .header("Authorization", "Bearer " + TestKeys.CLIENT))
                                .status())
                        .isEqualTo(200);
            }
            eventually().untilAsserted(() -> {
                for (var part : PARTS) {
                    assertThat(statements.all).as("what looks for %s", part).anyMatch(sql -> sql.contains(part));
                }
            });
        }
        assertThat(plans()).noneMatch(plan -> WHOLE_TABLE.matcher(plan.detail).matches());
        assertThat(plans())
                .filteredOn(plan -> plan.sql.contains("request_id = ?"))
                .hasSize(2)
                .allMatch(plan -> plan.detail.contains("INDEX generation_request"));
    }

    private record Plan(String detail, String sql) {}

    /** How SQLite finds rows of tables, by its own word. */
    private List<Plan> plans() throws SQLException {
        var plans = new ArrayList<Plan>();
        try (var connection = DriverManager.getConnection(ledger.url())) {
            for (var sql : statements.all) {
                try (var plan = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
                        var row = plan.executeQuery()) {
                    while (row.next()) {
                        var detail = row.getString("detail");
                        if (detail.startsWith("SEARCH") || detail.startsWith("SCAN")) {
                            plans.add(new Plan(detail, sql));
                        }
                    }
                }
            }
        }
        return plans;
    }
}
