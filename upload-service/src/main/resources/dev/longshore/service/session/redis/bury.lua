-- Puts an event aside that an endpoint will not get.
-- KEYS: stream, dead letters.  ARGV: endpoint, entry, why, most entries.
-- Answers BURIED.
local entry = redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2])[1]
if redis.call('XACK', KEYS[1], ARGV[1], ARGV[2]) == 1 and entry then
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], '*', 'endpoint', ARGV[1], 'why', ARGV[3],
    unpack(entry[2]))
end
return {'BURIED'}
