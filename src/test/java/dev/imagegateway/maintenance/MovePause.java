package dev.imagegateway.maintenance;

import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.ReconciliationFixture;
import org.flywaydb.core.Flyway;

/** Makes PostgreSQL stop a copy at the first row of a table, until the pause ends. */
final class MovePause {

    private static final String SLEEPING =
            "FROM pg_stat_activity WHERE wait_event = 'PgSleep'" + " AND datname = current_database()";

    private MovePause() {}

    /** Makes a schema without rows that pauses there. */
    static void at(String table, LedgerRows target) {
        Flyway.configure()
                .dataSource(target.url(), target.user(), target.password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        target.change("CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_sleep(600); RETURN NEW; END'");
        target.change("CREATE TRIGGER pause BEFORE INSERT ON " + table + " FOR EACH ROW EXECUTE FUNCTION pause()");
    }

    /** Returns when a copy is there. */
    static void await(LedgerRows target) {
        ReconciliationFixture.eventually().until(() -> target.answer("SELECT COUNT(*) " + SLEEPING) == 1);
    }

    /** The server notices only at the end of the pause that its client has died. */
    static void end(String table, LedgerRows target) {
        target.answer("SELECT COUNT(pg_terminate_backend(pid)) " + SLEEPING);
        ReconciliationFixture.eventually().until(() -> target.answer("SELECT COUNT(*) " + SLEEPING) == 0);
        target.change("DROP TRIGGER pause ON " + table);
        target.change("DROP FUNCTION pause()");
    }
}
