-- Drops entries from the stream of an upload, and the stream if it is empty then.
-- KEYS: the upload's own stream.  ARGV: entries.
-- Answers DROPPED.
redis.call('XDEL', KEYS[1], unpack(ARGV))
if redis.call('XLEN', KEYS[1]) == 0 then
  redis.call('DEL', KEYS[1])
end
return {'DROPPED'}
