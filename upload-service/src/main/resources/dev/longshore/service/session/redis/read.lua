-- Reads a session and whether it is leased.
-- KEYS: session, lease.  ARGV: session ttl (ms), lease ttl (ms).
-- Answers NONE, or SESSION, text, 1 if leased and 0 if not.
local stored = redis.call('GET', KEYS[1])
if not stored then
  return {'NONE'}
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
local lease = redis.call('HMGET', KEYS[2], 'holder', 'until')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local leased = lease[1] and tonumber(lease[2]) > now
return {'SESSION', stored, leased and 1 or 0}
