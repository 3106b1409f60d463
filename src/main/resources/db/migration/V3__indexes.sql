-- Where something was looked for from end to end. SQLite uses an index with a condition only where a statement repeats
-- that condition word for word.

-- since when there is anything that could be refunded
CREATE INDEX vendor_row_charge ON vendor_row (created_at) WHERE kind = 'charge';
-- the accounts of a period that is purged
CREATE INDEX account_period ON account (period, starts_at);
