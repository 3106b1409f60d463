-- The vendor's rows with a gateway's ids whose generation has no row here: of another gateway that uses the same key, or
-- of a ledger that was restored from an older copy. Adopting a generation moves its rows to vendor_row.
CREATE TABLE unmatched_row (
    id         TEXT   NOT NULL PRIMARY KEY,
    generation TEXT   NOT NULL,
    attempt    TEXT   NOT NULL,
    reference  TEXT,
    kind       TEXT   NOT NULL CHECK (kind IN ('charge', 'failure')),
    credits    BIGINT NOT NULL CHECK (credits >= 0),
    created_at BIGINT NOT NULL
);

CREATE INDEX unmatched_row_generation ON unmatched_row (generation);
