-- Notes the offset of a session that something else than this store wrote; only the codec can read it.
-- KEYS: session, lease.  ARGV: holder, fence, text as read, offset.
-- Answers ALIGNED or LOST.
local lease = redis.call('HMGET', KEYS[2], 'holder', 'fence')
if lease[1] ~= ARGV[1] or lease[2] ~= ARGV[2] or redis.call('GET', KEYS[1]) ~= ARGV[3] then
  return {'LOST'}
end
redis.call('HSET', KEYS[2], 'offset', ARGV[4])
return {'ALIGNED'}
