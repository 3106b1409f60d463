-- Takes tokens from the image bucket and one in-flight place of the client, atomically: both or neither.
-- A place is a member of a sorted set. Its score is its expiry time, so that a crashed process does not hold it forever.
-- KEYS: bucket, places. ARGV: microseconds per token, capacity in tokens, tokens to take, maximum number of places,
--   generation id, lifetime of the place in milliseconds.
-- Returns: 1 (admitted), 0 (not enough tokens) or 2 (no place), tokens left, microseconds until enough tokens are
--   available, microseconds until the bucket is full, places left.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local millis = math.floor(now / 1000)
local interval = tonumber(ARGV[1])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local latest = now + tonumber(ARGV[2]) * interval
-- after a limit was lowered, the debt is at most one burst below an empty bucket
full = math.min(full, latest + tonumber(ARGV[2]) * interval)
local after = full + tonumber(ARGV[3]) * interval
local before = math.floor(math.max(0, latest - full) / interval)
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', millis)
local places = tonumber(ARGV[4]) - redis.call('ZCARD', KEYS[2])
if places < 1 then
  return {2, before, 0, math.ceil(full - now), 0}
end
if after > latest + 1 then
  return {0, before, math.ceil(after - latest), math.ceil(full - now), places}
end
redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.ceil((after - now) / 1000) + 1000)
redis.call('ZADD', KEYS[2], millis + tonumber(ARGV[6]), ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[6])
return {1, math.floor((latest - after) / interval + 0.000001), 0, math.ceil(after - now), places - 1}
