-- Brings an event from the upload's own stream to that of the service, unless it is there.
-- KEYS: stream, open uploads, what endpoints missed.
-- ARGV: type, upload, source, time, data, 1 if it is the last, its number, most entries.
-- Answers RELAYED, KNOWN, or UNKNOWN if nobody announced the upload or all of it is told.
local open = redis.call('HGET', KEYS[2], ARGV[2])
if not open then
  return {'UNKNOWN'}
end
if tonumber(ARGV[7]) <= tonumber(string.match(open, '^%d+')) then
  return {'KNOWN'}
end
publish(KEYS[1], KEYS[2], KEYS[3], 1, tonumber(ARGV[7]), tonumber(ARGV[8]))
return {'RELAYED'}
