-- Counts an upload with as many bytes as wanted, or as there is room for beside its client's others.
-- KEYS: clients by upload, uploads of the client.  ARGV: id, wanted, most bytes (-1: any).
-- Answers the bytes that it is counted with, as text, or NONE if it is not counted.
local granted = tonumber(ARGV[2])
local uploads = redis.call('HGETALL', KEYS[2])
local since
local others = 0
for i = 1, #uploads, 2 do
  local bytes, time = string.match(uploads[i + 1], '^(%d+) (%d+)')
  if uploads[i] == ARGV[1] then
    since = time
  else
    others = others + tonumber(bytes)
  end
end
if not since then
  return {'NONE'}
end
if tonumber(ARGV[3]) >= 0 then
  granted = math.max(0, math.min(granted, tonumber(ARGV[3]) - others))
end
local text = string.format('%.0f', granted)
redis.call('HSET', KEYS[2], ARGV[1], text .. ' ' .. since)
return {text}
