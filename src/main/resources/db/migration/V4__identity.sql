-- Which ledger a SQLite file holds, and how many transactions were committed to it. The same is kept in ledger.id beside
-- the file, so that an older copy is noticed. PostgreSQL's stays empty. The previous version counts nothing.
CREATE TABLE ledger_identity (
    id      TEXT   NOT NULL PRIMARY KEY,
    commits BIGINT NOT NULL
);
