-- Takes or renews a pod's turn to deliver to an endpoint, and reads.
-- KEYS: stream, turn, what endpoints missed.
-- ARGV: holder, duration (ms), endpoint, from, most.
-- Answers OTHERS, ms that are left; or OURS, 1 if taken anew, what it missed, entries.
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then
  return {'OTHERS', redis.call('PTTL', KEYS[2])}
end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
local from = holder and ARGV[4] or '0'
local function read()
  return redis.pcall('XREADGROUP', 'GROUP', ARGV[3], 'longshore', 'COUNT', ARGV[5],
    'STREAMS', KEYS[1], from)
end
local found = false
if tonumber(ARGV[5]) > 0 then
  found = read()
  if type(found) == 'table' and found.err then
    -- Redis forgot the endpoint, and the events with it: all that are there are new.
    redis.call('XGROUP', 'CREATE', KEYS[1], ARGV[3], '0', 'MKSTREAM')
    found = read()
  end
end
local missed = redis.call('HGET', KEYS[3], ARGV[3])
if missed then
  redis.call('HDEL', KEYS[3], ARGV[3])
end
return {'OURS', holder and 0 or 1, tonumber(missed or '0'), found and found[1][2] or {}}
