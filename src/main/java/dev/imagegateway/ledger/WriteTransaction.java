package dev.imagegateway.ledger;

import com.zaxxer.hikari.HikariDataSource;
import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.ledger.Change.Task;
import dev.imagegateway.store.Store;
import dev.imagegateway.store.StoreUnavailableException;
import io.micrometer.core.instrument.Timer;
import java.util.IdentityHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/** One transaction, from its beginning to its commit; used by one thread. */
final class WriteTransaction {

    private static final Logger log = LoggerFactory.getLogger(WriteTransaction.class);

    private final HikariDataSource source;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Store store;
    private final OperatorBudget operator;
    private final String owner;
    private final LedgerMetrics metrics;

    WriteTransaction(
            HikariDataSource source, Store store, OperatorBudget operator, String owner, LedgerMetrics metrics) {
        this.source = source;
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
            inPlace();
            transactions.executeWithoutResult(_ -> work.run());
        } catch (TransactionSystemException e) {
            // a rollback that fails in its turn, as SQLite's after a full disk, must not hide why it was wanted
            throw failed(e.getOriginalException() instanceof RuntimeException first ? first : e, work.done);
        } catch (RuntimeException e) {
            throw failed(e, work.done);
        }
        try {
            store.committed(work.count);
            // the files may have vanished since they were looked at: then nobody will find this commit after a restart
            inPlace();
        } catch (RuntimeException e) {
            throw failed(e, true);
        }
        measure(started, changes.size(), work.used);
        return work.results;
    }

    private void inPlace() {
        var fault = store.fault();
        if (fault != null) {
            throw new StoreUnavailableException(fault);
        }
    }

    /**
     * The next transaction has a connection of its own: SQLite's driver takes one whose BEGIN has failed for one that is
     * within a transaction, and would write what follows statement by statement.
     */
    private Failed failed(RuntimeException cause, boolean commitLost) {
        var pool = source.getHikariPoolMXBean();
        if (pool != null) {
            pool.softEvictConnections();
        }
        return new Failed(cause, commitLost);
    }

    /** It is written; that nobody could be told of it must not look as if it were not. */
    private void measure(Timer.Sample started, int changes, List<Batch.Used> used) {
        try {
            metrics.committed(started, changes);
            metrics.used(used);
        } catch (RuntimeException e) {
            log.warn("A commit could not be measured", e);
        }
    }

    private final class Work {

        private final List<Change<?>> changes;
        private final IdentityHashMap<Change<?>, Object> results = new IdentityHashMap<>();
        private List<Batch.Used> used = List.of();
        private long count;
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
            count = store.count(jdbc);
            done = true;
        }
    }
}
