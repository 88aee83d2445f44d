-- Drops entries from the stream of an upload, and the stream if it is empty then. A stream that was
-- dropped begins anew, and may give the same position to another event within the millisecond: what
-- is there now must still be what was brought over.
-- KEYS: the upload's own stream.  ARGV: positions, each with the sequence of its event behind it.
-- Answers DROPPED.
for i = 1, #ARGV, 2 do
  local entry = redis.call('XRANGE', KEYS[1], ARGV[i], ARGV[i])[1]
  local fields = entry and entry[2] or {}
  for f = 1, #fields, 2 do
    if fields[f] == 'sequence' and fields[f + 1] == ARGV[i + 1] then
      redis.call('XDEL', KEYS[1], ARGV[i])
    end
  end
end
if redis.call('XLEN', KEYS[1]) == 0 then
  redis.call('DEL', KEYS[1])
end
return {'DROPPED'}
