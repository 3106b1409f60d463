-- Renews the places of generations that are still in flight, and restores places that were lost.
-- KEYS: places. ARGV: lifetime of a place in milliseconds, generation ids.
local clock = redis.call('TIME')
local expires = clock[1] * 1000 + math.floor(clock[2] / 1000) + tonumber(ARGV[1])
for i = 2, #ARGV do
  redis.call('ZADD', KEYS[1], expires, ARGV[i])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return {#ARGV - 1}
