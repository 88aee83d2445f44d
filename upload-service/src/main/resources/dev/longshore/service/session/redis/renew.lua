-- Renews the lease if the caller still holds it.
-- KEYS: session, lease.  ARGV: session ttl (ms), lease ttl (ms), holder, fence, duration (ms).
-- Answers LOST, HELD, SOON or NOW.
local lease = redis.call('HMGET', KEYS[2], 'holder', 'fence', 'until', 'wanted')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if lease[1] ~= ARGV[3] or lease[2] ~= ARGV[4] or tonumber(lease[3]) <= now then
  return {'LOST'}
end
if redis.call('PEXPIRE', KEYS[1], ARGV[1]) == 0 then
  return {'LOST'}
end
redis.call('HSET', KEYS[2], 'until', string.format('%.0f', now + ARGV[5]))
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return {lease[4] or 'HELD'}
