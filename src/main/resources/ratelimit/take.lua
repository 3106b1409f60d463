-- Takes tokens from a bucket: all of them or none.
-- The bucket is stored as one number, GCRA's theoretical arrival time: the time in microseconds when it is full again.
-- KEYS: bucket. ARGV: microseconds per token, capacity in tokens, tokens to take.
-- Returns: 1 (taken) or 0, tokens left, microseconds until enough tokens are available, microseconds until it is full.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local interval = tonumber(ARGV[1])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local latest = now + tonumber(ARGV[2]) * interval
-- after a limit was lowered, the debt is at most one burst below an empty bucket
full = math.min(full, latest + tonumber(ARGV[2]) * interval)
local after = full + tonumber(ARGV[3]) * interval
-- one microsecond of tolerance for floating-point rounding
if after > latest + 1 then
  return {0, math.floor(math.max(0, latest - full) / interval), math.ceil(after - latest), math.ceil(full - now)}
end
redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.ceil((after - now) / 1000) + 1000)
return {1, math.floor((latest - after) / interval + 0.000001), 0, math.ceil(after - now)}
