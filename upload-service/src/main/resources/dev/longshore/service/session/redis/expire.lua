-- Tells that an upload expired, if nothing was told of it since somebody looked.
-- KEYS: stream, open uploads, what endpoints missed.
-- ARGV: type (empty to tell nothing and only forget it), upload, source, time, data, 1, its number,
-- most entries, what was seen of the open upload.
-- Answers TOLD or CHANGED.
if redis.call('HGET', KEYS[2], ARGV[2]) ~= ARGV[9] then
  return {'CHANGED'}
end
if ARGV[1] == '' then
  redis.call('HDEL', KEYS[2], ARGV[2])
else
  publish(KEYS[1], KEYS[2], KEYS[3], 1, tonumber(ARGV[7]), tonumber(ARGV[8]))
end
return {'TOLD'}
