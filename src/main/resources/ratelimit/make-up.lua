-- Takes from a bucket what a process allowed by itself while this store was away, as if it had asked all along.
-- KEYS: bucket. ARGV: microseconds between two tokens, tokens it holds at most, tokens allowed, microseconds since the
--   first of them.
-- Answers: tokens left.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local interval = tonumber(ARGV[1])
local burst = tonumber(ARGV[2]) * interval
local full = tonumber(redis.call('GET', KEYS[1]) or '0')
-- what came in since pays first; what is owed beyond is a burst at most, below an empty bucket
local after = math.max(full, math.min(math.max(full, now - tonumber(ARGV[4])) + tonumber(ARGV[3]) * interval, now + 2 * burst))
-- kept even if it lies in the past: the others' debts are added to it
redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.max(60000, math.ceil((after - now) / 1000) + 1000))
return {math.floor(math.max(0, now + burst - math.max(after, now)) / interval)}
