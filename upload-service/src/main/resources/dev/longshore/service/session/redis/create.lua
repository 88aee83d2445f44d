-- Stores a new session, or leaves alone what is there.
-- KEYS: session, lease.  ARGV: text, session ttl (ms), lease ttl (ms), offset.
-- Answers CREATED, or EXISTS if another session has that name.
local stored = redis.call('GET', KEYS[1])
if stored and stored ~= ARGV[1] then
  return {'EXISTS'}
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
if not stored then
  -- A lease that outlived an expired session of that name means nothing; its fence goes on.
  redis.call('HDEL', KEYS[2], 'holder', 'until', 'wanted', 'abandoned', 'seq')
end
redis.call('HSET', KEYS[2], 'offset', ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return {'CREATED'}
