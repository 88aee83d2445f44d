package dev.longshore.service.session.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.pubsub.RedisPubSubListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one link to Redis. Lettuce reconnects by itself where a connection breaks; a link whose
 * other end is the wrong server, or silent, is replaced as soon as a better one stands.
 */
final class LinkKeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LinkKeeper.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final RedisConnector connector;
  private final AtomicBoolean renewing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile RedisLink link;
  private volatile String lastFailure = "not connected yet";

  /** Set while Redis is known not to be there: calls then fail at once and do not queue up. */
  private volatile boolean down;

  private Subscription subscription;

  LinkKeeper(RedisConnector connector) {
    this.connector = connector;
  }

  /** Opens the first link; tries again so many times. */
  void connect(int retries) {
    for (int tries = 0; ; tries++) {
      try {
        use(connector.open());
        return;
      } catch (RuntimeException e) {
        lastFailure = RedisFailures.reason(e);
        if (tries >= retries || !pause(FIRST_PAUSE.multipliedBy(1L << Math.min(tries, 5)))) {
          throw e;
        }
      }
    }
  }

  /** The link to use, unless there is none or Redis is known to be away. */
  Optional<RedisLink> usable() {
    return down ? Optional.empty() : opened();
  }

  /** The link, whether or not it works at the moment. */
  Optional<RedisLink> opened() {
    return Optional.ofNullable(link);
  }

  /** Why there is no usable link. */
  String lastFailure() {
    return lastFailure;
  }

  /** Replaces a link that failed, or null, unless that is under way or was done since. */
  void renew(RedisLink failed) {
    if (link == failed && closed.getCount() > 0 && renewing.compareAndSet(false, true)) {
      Thread.ofVirtual().name("redis-connect").start(this::openUntilItWorks);
    }
  }

  private void openUntilItWorks() {
    try {
      var delay = FIRST_PAUSE;
      while (closed.getCount() > 0) {
        try {
          use(connector.open());
          LOG.info("Connected to {} at {}", link.server().describe(), connector.describe());
          return;
        } catch (RuntimeException e) {
          LOG.debug("Redis at {} can't be used", connector.describe(), e);
          lastFailure = RedisFailures.reason(e);
          down = true;
        }
        pause(delay);
        var doubled = delay.multipliedBy(2);
        delay = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
      }
    } finally {
      renewing.set(false);
    }
  }

  private synchronized void use(RedisLink fresh) {
    if (closed.getCount() == 0) {
      fresh.close();
      return;
    }
    var old = link;
    link = fresh;
    down = false;
    if (subscription != null) {
      subscription.listenOn(fresh);
    }
    if (old != null) {
      old.close();
    }
  }

  /** Listens to a channel, over every link that comes. */
  synchronized void subscribe(String channel, RedisPubSubListener<String, String> listener) {
    subscription = new Subscription(channel, listener);
    opened().ifPresent(subscription::listenOn);
  }

  /** Waits, unless it is closed meanwhile. */
  private boolean pause(Duration duration) {
    try {
      return !closed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public synchronized void close() {
    if (closed.getCount() == 0) {
      return;
    }
    closed.countDown();
    opened().ifPresent(RedisLink::close);
    connector.close();
  }

  private record Subscription(String channel, RedisPubSubListener<String, String> listener) {

    void listenOn(RedisLink link) {
      link.signals().addListener(listener);
      link.signals().async().subscribe(channel).whenComplete((done, failure) -> warn(failure));
    }

    /** Anything but a refusal means that the connection is being replaced or closed. */
    private void warn(Throwable failure) {
      if (failure instanceof RedisCommandExecutionException) {
        LOG.warn(
            "Redis: can't listen to channel {}: {}. Hand-overs between pods take longer",
            channel,
            RedisFailures.reason(failure));
      }
    }
  }
}
