-- Counts an upload of a client unless it has too much already.
-- KEYS: clients by upload, uploads of the client.
-- ARGV: id, bytes, most uploads (-1: any), most bytes (-1: any), the client's digest.
-- Answers ADMITTED, UPLOADS or BYTES.
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 0 then
  local uploads = redis.call('HVALS', KEYS[2])
  local bytes = tonumber(ARGV[2])
  for _, upload in ipairs(uploads) do
    bytes = bytes + tonumber(string.match(upload, '^%d+'))
  end
  if tonumber(ARGV[3]) >= 0 and #uploads >= tonumber(ARGV[3]) then
    return {'UPLOADS'}
  end
  if tonumber(ARGV[4]) >= 0 and bytes > tonumber(ARGV[4]) then
    return {'BYTES'}
  end
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('HSET', KEYS[2], ARGV[1], string.format('%s %.0f', ARGV[2], now))
  redis.call('HSET', KEYS[1], ARGV[1], string.format('%s %s %.0f', ARGV[5], ARGV[4], now))
end
return {'ADMITTED'}
