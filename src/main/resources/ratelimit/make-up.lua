-- Charges a bucket for the tokens that a process granted locally while this store was unavailable.
-- KEYS: bucket. ARGV: microseconds per token, capacity in tokens, tokens granted, microseconds since the first grant.
-- Returns: tokens left.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local interval = tonumber(ARGV[1])
local burst = tonumber(ARGV[2]) * interval
local full = tonumber(redis.call('GET', KEYS[1]) or '0')
-- tokens refilled since then are used first; the remaining debt is at most one burst below an empty bucket
local after = math.max(full, math.min(math.max(full, now - tonumber(ARGV[4])) + tonumber(ARGV[3]) * interval, now + 2 * burst))
-- stored even if it lies in the past, because other processes add their grants to it
redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.max(60000, math.ceil((after - now) / 1000) + 1000))
return {math.floor(math.max(0, now + burst - math.max(after, now)) / interval)}
