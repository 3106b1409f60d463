package dev.imagegateway.ledger;

import dev.imagegateway.client.OperatorBudget;
import dev.imagegateway.ledger.Change.Task;
import io.micrometer.core.instrument.Timer;
import java.util.IdentityHashMap;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One transaction, from its beginning to its commit; used by one thread. */
final class WriteTransaction {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Store store;
    private final OperatorBudget operator;
    private final String owner;
    private final LedgerMetrics metrics;

    WriteTransaction(DataSource source, Store store, OperatorBudget operator, String owner, LedgerMetrics metrics) {
        this.jdbc = new JdbcTemplate(source);
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(source));
        this.store = store;
        this.operator = operator;
        this.owner = owner;
        this.metrics = metrics;
    }

    /** It failed; unless it was the commit that failed, nothing of it was written. */
    static final class Failed extends Exception {

        private final RuntimeException cause;
        private final boolean commitLost;

        Failed(RuntimeException cause, boolean commitLost) {
            super(null, null, false, false);
            this.cause = cause;
            this.commitLost = commitLost;
        }

        RuntimeException cause() {
            return cause;
        }

        /** Whether nobody knows if it was written. */
        boolean isCommitLost() {
            return commitLost;
        }
    }

    /** Writes these and returns what became of each, once they are on disk. */
    IdentityHashMap<Change<?>, Object> write(List<Change<?>> changes) throws Failed {
        var work = new Work(changes);
        var started = Timer.start();
        try {
            transactions.executeWithoutResult(_ -> work.run());
        } catch (RuntimeException e) {
            throw new Failed(e, work.done);
        }
        metrics.committed(started, changes.size());
        metrics.used(work.used);
        return work.results;
    }

    private final class Work {

        private final List<Change<?>> changes;
        private final IdentityHashMap<Change<?>, Object> results = new IdentityHashMap<>();
        private List<Batch.Used> used = List.of();
        private boolean done;

        Work(List<Change<?>> changes) {
            this.changes = changes;
        }

        void run() {
            if (changes.getFirst() instanceof Task<?> task) {
                var result = task.work().apply(jdbc);
                if (result != null) {
                    results.put(task, result);
                }
            } else {
                var batch = new Batch(jdbc, store, operator, owner, changes);
                batch.apply(changes, results);
                used = batch.used();
            }
            done = true;
        }
    }
}
