-- What an observed price is for, because the operator may price a model by another unit later. Null if it is not known:
-- prices of earlier versions, and costs that were found in the vendor's logs.
ALTER TABLE observed_price ADD COLUMN unit TEXT;
