-- Where a request id that a user reports leads to its generation. With the client, so that SQLite prefers it to
-- generation_client. The previous version need not know it.
CREATE INDEX generation_request ON generation (request_id, client, held_at, id);
