package dev.longshore.service.session.redis;

import dev.longshore.service.session.SessionSignals;
import dev.longshore.service.session.Urgency;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the scripts publish, {@code wanted <urgency> <id>} and {@code released <id>}, and
 * passes it on, in order and off Lettuce's threads. What it can't read comes from a newer pod and
 * is skipped.
 */
final class SignalChannel extends RedisPubSubAdapter<String, String> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SignalChannel.class);

  private final List<SessionSignals> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("redis-signals").factory());

  void add(SessionSignals listener) {
    listeners.add(listener);
  }

  @Override
  public void message(String channel, String message) {
    try {
      worker.execute(() -> deliver(message.split(" ")));
    } catch (RejectedExecutionException e) {
      LOG.trace("closed; dropped a signal");
    }
  }

  private void deliver(String[] words) {
    for (var listener : listeners) {
      try {
        if (words.length == 3 && words[0].equals("wanted")) {
          listener.wanted(words[2], words[1].equals("NOW") ? Urgency.NOW : Urgency.SOON);
        } else if (words.length == 2 && words[0].equals("released")) {
          listener.released(words[1]);
        }
      } catch (RuntimeException e) {
        LOG.warn("A signal was not handled", e);
      }
    }
  }

  @Override
  public void close() {
    worker.shutdown();
  }
}
