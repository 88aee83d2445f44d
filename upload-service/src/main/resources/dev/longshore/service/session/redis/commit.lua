-- Replaces the session if the caller holds the lease and the session stands where the caller thinks.
-- KEYS: session, lease, and those of an event.
-- ARGV: session ttl (ms), lease ttl (ms), holder, fence, duration (ms), from, to, sequence, text,
-- to give the lease back in the same step, channel and id, else two empty ones; from 12 on the event.
-- Answers LOST, HELD, SOON or NOW.
local lease = redis.call('HMGET', KEYS[2], 'holder', 'fence', 'until', 'offset', 'seq', 'wanted')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stored = redis.call('GET', KEYS[1])
local releases = ARGV[10] and ARGV[10] ~= ''
if lease[2] ~= ARGV[4] or not stored then
  return {'LOST'}
end
-- One that gave the lease back is sent again, and nobody has taken it since.
if releases and not lease[1] then
  return {stored == ARGV[9] and 'HELD' or 'LOST'}
end
if lease[1] ~= ARGV[3] or tonumber(lease[3]) <= now then
  return {'LOST'}
end
-- The same text once more is the same commit sent again.
if stored ~= ARGV[9] then
  -- An earlier commit of this holder may arrive late, over a connection that was given up.
  if lease[4] ~= ARGV[6] or tonumber(ARGV[8]) <= tonumber(lease[5] or '0') then
    return {'LOST'}
  end
  -- First: should it fail, nothing has changed.
  if KEYS[3] then
    tell(12, now)
  end
  redis.call('SET', KEYS[1], ARGV[9])
  redis.call('HSET', KEYS[2], 'offset', ARGV[7], 'seq', ARGV[8])
end
redis.call('HSET', KEYS[2], 'until', string.format('%.0f', now + ARGV[5]), 'abandoned', '0')
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
if releases then
  redis.call('HDEL', KEYS[2], 'holder', 'until', 'wanted')
  redis.pcall('PUBLISH', ARGV[10], 'released ' .. ARGV[11])
  return {'HELD'}
end
return {lease[6] or 'HELD'}
