-- The model that the vendor's row names, in the vendor's words. The previous version leaves it out.
ALTER TABLE unmatched_row ADD COLUMN model TEXT;
