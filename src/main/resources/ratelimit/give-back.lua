-- Returns tokens to a bucket.
-- KEYS: bucket. ARGV: microseconds per token, tokens to return.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local full = redis.call('GET', KEYS[1])
if full then
  local after = tonumber(full) - tonumber(ARGV[2]) * tonumber(ARGV[1])
  if after <= now then
    redis.call('DEL', KEYS[1])
  else
    redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.ceil((after - now) / 1000) + 1000)
  end
end
return 1
