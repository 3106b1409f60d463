-- What a later version of the gateway might have added: this one has to run beside it.
ALTER TABLE generation ADD COLUMN of_a_later_version TEXT;
CREATE TABLE of_a_later_version (id TEXT NOT NULL PRIMARY KEY);
