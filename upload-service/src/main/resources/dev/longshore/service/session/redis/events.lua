-- What scripts that tell of changes have in common: this stands before them.

-- Whether one entry of a stream comes after another.
local function isAfter(one, other)
  local ms, number = string.match(one, '^(%d+)-(%d+)$')
  local otherMs, otherNumber = string.match(other, '^(%d+)-(%d+)$')
  if ms == otherMs then
    return tonumber(number) > tonumber(otherNumber)
  end
  return tonumber(ms) > tonumber(otherMs)
end

-- Takes the oldest entries away where there are too many, a hundred at once, and counts for each
-- endpoint those that it was not given yet.
local function trim(stream, missed, most)
  local length = redis.call('XLEN', stream)
  local surplus = math.min(length - most, 1000)
  if surplus < 100 then
    return
  end
  local oldest = redis.call('XRANGE', stream, '-', '+', 'COUNT', surplus)
  for _, group in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    local about = {}
    for i = 1, #group, 2 do
      about[group[i]] = group[i + 1]
    end
    local count = 0
    for _, entry in ipairs(oldest) do
      if isAfter(entry[1], about['last-delivered-id']) then
        count = count + 1
      end
    end
    if count > 0 then
      redis.call('HINCRBY', missed, about['name'], count)
    end
  end
  redis.call('XTRIM', stream, 'MAXLEN', length - surplus)
end

-- Appends the event that ARGV has from here on: type, upload, source, time, data, 1 if it is the
-- last of its upload.
local function append(stream, at, sequence, ...)
  redis.call('XADD', stream, '*',
    'id', ARGV[at + 1] .. ':' .. sequence, 'specversion', '1.0', 'source', ARGV[at + 2],
    'type', ARGV[at], 'subject', ARGV[at + 1], 'time', ARGV[at + 3],
    'sequence', string.format('%010d', sequence), 'datacontenttype', 'application/json',
    'data', ARGV[at + 4], ...)
end

-- The same into the service's stream, and notes how far the upload is told of.
local function publish(stream, open, missed, at, sequence, most)
  append(stream, at, sequence)
  if ARGV[at + 5] == '1' then
    redis.call('HDEL', open, ARGV[at + 1])
  else
    redis.call('HSET', open, ARGV[at + 1], sequence .. ' ' .. ARGV[at + 4])
  end
  trim(stream, missed, most)
end

-- Tells of the change that its script makes.
-- KEYS from 3 on: stream, open uploads, what endpoints missed; or the upload's own stream, in a
-- Cluster, from where it goes to that of the service.
-- ARGV from here on: as above, then least ms since the last such event (0: any), most entries of
-- the stream, ttl of the upload's own (ms).
local function tell(at, now)
  local pause = tonumber(ARGV[at + 6])
  if pause > 0 then
    local last = redis.call('HGET', KEYS[2], 'told')
    if last and now - last < pause then
      return
    end
    redis.call('HSET', KEYS[2], 'told', string.format('%.0f', now))
  end
  local sequence = redis.call('HINCRBY', KEYS[2], 'events', 1)
  if KEYS[4] then
    publish(KEYS[3], KEYS[4], KEYS[5], at, sequence, tonumber(ARGV[at + 7]))
  else
    append(KEYS[3], at, sequence, 'last', ARGV[at + 5])
    redis.call('PEXPIRE', KEYS[3], ARGV[at + 8])
  end
end

