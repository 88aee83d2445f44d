-- Gives the lease back if the caller still holds it. The fence stays.
-- KEYS: session, lease.  ARGV: holder, fence, channel, id.
-- Answers RELEASED or LOST.
local lease = redis.call('HMGET', KEYS[2], 'holder', 'fence', 'until')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if lease[1] ~= ARGV[1] or lease[2] ~= ARGV[2] or tonumber(lease[3]) <= now then
  return {'LOST'}
end
redis.call('HDEL', KEYS[2], 'holder', 'until', 'wanted')
redis.pcall('PUBLISH', ARGV[3], 'released ' .. ARGV[4])
return {'RELEASED'}
