package dev.longshore.service.access.forward;

import dev.longshore.service.upload.Caller;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the hook let through lately, by a digest of what it was asked. */
final class Answers {

  private static final int MOST = 10_000;

  private final long nanos;
  private final Map<ByteBuffer, Answer> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Answer> eldest) {
          return size() > MOST;
        }
      };

  private record Answer(Caller caller, long at) {}

  Answers(Duration time) {
    nanos = time.toNanos();
  }

  /** Who that was, or null if it has to be asked. */
  synchronized Caller get(byte[] question) {
    var answer = answers.get(ByteBuffer.wrap(question));
    return answer == null || System.nanoTime() - answer.at > nanos ? null : answer.caller;
  }

  /**
   * @param at when it was asked, from which on it holds
   */
  synchronized void put(byte[] question, Caller caller, long at) {
    if (nanos > 0) {
      answers.put(ByteBuffer.wrap(question), new Answer(caller, at));
    }
  }
}
