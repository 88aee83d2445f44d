-- Stores a new session, or leaves alone what is there.
-- KEYS: session, lease, and those of an event.
-- ARGV: text, session ttl (ms), lease ttl (ms), offset; from 5 on the event.
-- Answers CREATED, or EXISTS if another session has that name.
local stored = redis.call('GET', KEYS[1])
if stored and stored ~= ARGV[1] then
  return {'EXISTS'}
end
-- First: it fails where memory is full, and what follows a write never does.
redis.call('HSET', KEYS[2], 'offset', ARGV[4])
if not stored then
  -- A lease that outlived an expired session of that name means nothing; its fence goes on.
  redis.call('HDEL', KEYS[2], 'holder', 'until', 'wanted', 'abandoned', 'seq', 'events', 'told')
  if KEYS[3] then
    tell(5, 0)
  end
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return {'CREATED'}
