-- Takes the lease and reads the session, or notes that the lease is wanted.
-- KEYS: session, lease.
-- ARGV: session ttl (ms), lease ttl (ms), holder, duration (ms), urgency, channel, id.
-- Answers NONE; BUSY, ms that are left; or ACQUIRED, fence, 1 if abandoned, text, offset.
local stored = redis.call('GET', KEYS[1])
if not stored then
  return {'NONE'}
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
local lease = redis.call('HMGET', KEYS[2], 'holder', 'until', 'fence', 'abandoned', 'wanted', 'offset')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local fence = tonumber(lease[3] or '0')
local abandoned = lease[4] == '1'

if lease[1] ~= ARGV[3] then
  if lease[1] and tonumber(lease[2]) > now then
    if lease[5] ~= 'NOW' then
      redis.call('HSET', KEYS[2], 'wanted', ARGV[5])
    end
    redis.call('PEXPIRE', KEYS[2], ARGV[2])
    -- Only speeds things up: a user who may not publish loses time, nothing else.
    redis.pcall('PUBLISH', ARGV[6], 'wanted ' .. ARGV[5] .. ' ' .. ARGV[7])
    return {'BUSY', tonumber(lease[2]) - now}
  end
  -- Not below the clock, so that fences go on rising where Redis forgot the last ones.
  fence = math.max(fence + 1, now)
  abandoned = abandoned or (lease[1] and true or false)
  redis.call('HSET', KEYS[2], 'holder', ARGV[3], 'fence', string.format('%.0f', fence),
    'abandoned', abandoned and '1' or '0', 'seq', '0')
  redis.call('HDEL', KEYS[2], 'wanted')
end
redis.call('HSET', KEYS[2], 'until', string.format('%.0f', now + ARGV[4]))
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return {'ACQUIRED', fence, abandoned and 1 or 0, stored, lease[6] or ''}
