-- How many units of the model's price a generation has: images, megapixels, or credits for tokens. The previous version
-- knows only prices per image, for which it is images_asked.
ALTER TABLE generation ADD COLUMN price_units BIGINT;
-- Models without a seed; seed is then 0, which other models take as a seed.
ALTER TABLE generation ADD COLUMN no_seed INTEGER NOT NULL DEFAULT 0;
