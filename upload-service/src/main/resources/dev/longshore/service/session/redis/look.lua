-- Looks at a session and its lease for a person; changes nothing, not even times to live.
-- KEYS: session, lease.
-- Answers NONE, or SESSION, text, ms to live, and who holds the lease or an empty text.
local stored = redis.pcall('GET', KEYS[1])
if type(stored) ~= 'string' then
  return {'NONE'}
end
local lease = redis.call('HMGET', KEYS[2], 'holder', 'until')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local leased = lease[1] and tonumber(lease[2]) > now
return {'SESSION', stored, math.max(redis.call('PTTL', KEYS[1]), 0), leased and lease[1] or ''}
