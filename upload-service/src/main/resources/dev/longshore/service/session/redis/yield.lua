-- Gives a pod's turn back, if it is the holder's.
-- KEYS: turn.  ARGV: holder.
-- Answers YIELDED.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
return {'YIELDED'}
