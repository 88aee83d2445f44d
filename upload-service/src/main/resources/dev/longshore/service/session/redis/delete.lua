-- Deletes the session and its lease if the caller holds the lease, or if the session is gone already.
-- KEYS: session, lease.  ARGV: holder, fence, channel, id.
-- Answers DELETED or LOST.
if redis.call('EXISTS', KEYS[1]) == 1 then
  local lease = redis.call('HMGET', KEYS[2], 'holder', 'fence', 'until')
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  if lease[1] ~= ARGV[1] or lease[2] ~= ARGV[2] or tonumber(lease[3]) <= now then
    return {'LOST'}
  end
end
redis.call('DEL', KEYS[1], KEYS[2])
redis.pcall('PUBLISH', ARGV[3], 'released ' .. ARGV[4])
return {'DELETED'}
