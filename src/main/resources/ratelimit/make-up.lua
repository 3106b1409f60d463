-- Takes from a bucket what a process allowed by itself while this store was away, as if it had asked all along.
-- KEYS: bucket. ARGV: microseconds between two tokens, tokens it holds at most, tokens allowed, microseconds of absence.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local interval = tonumber(ARGV[1])
-- what came in meanwhile pays first; what is owed beyond is at most an empty bucket
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now - tonumber(ARGV[4]))
local after = math.min(full + tonumber(ARGV[3]) * interval, now + tonumber(ARGV[2]) * interval)
if after > now then
  redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.ceil((after - now) / 1000) + 1000)
end
return 1
