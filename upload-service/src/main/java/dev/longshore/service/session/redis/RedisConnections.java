package dev.longshore.service.session.redis;

import dev.longshore.service.session.SessionStoreUnavailableException;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's connections to Redis. Lettuce reconnects by itself where a connection breaks;
 * where the server at its other end turns out to be the wrong one or to be silent, the place of the
 * master is found out anew and the connections are replaced. Calls fail with {@link
 * SessionStoreUnavailableException} within the timeout, whatever happens.
 */
public final class RedisConnections implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisConnections.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final RedisConnector connector;
  private final Duration timeout;
  private final AtomicBoolean renewing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile RedisLink link;
  private volatile String lastFailure = "not connected yet";

  /** Set while Redis is known not to be there: calls then fail at once and do not queue up. */
  private volatile boolean down;

  private volatile Subscription subscription;

  private RedisConnections(RedisConnector connector, Duration timeout) {
    this.connector = connector;
    this.timeout = timeout;
  }

  /**
   * Connects by a connection string.
   *
   * @param database logical database
   * @param caCertificate PEM file or directory of certificate authorities to trust instead of the
   *     JVM's, or null
   * @throws SessionStoreUnavailableException if Redis can't be reached and {@link
   *     ConnectionString#abortConnect()} is set
   * @throws IllegalArgumentException if the CA certificate can't be read
   */
  public static RedisConnections open(ConnectionString string, int database, Path caCertificate) {
    var trust = Optional.ofNullable(caCertificate).map(TrustedCertificates::in);
    var settings = new LettuceSettings(string, database, trust);
    return start(
        new OwnConnector(string, settings),
        string.syncTimeout(),
        string.abortConnect(),
        string.connectRetry());
  }

  /**
   * Connects by the application's own {@code RedisClient} or {@code RedisClusterClient}, which is
   * not closed with this. Starts whether or not Redis can be reached.
   *
   * @param database logical database; 0 leaves it to the client
   * @param timeout longest time that a call waits for its answer
   * @throws IllegalArgumentException if the client is of another kind, or is a cluster's and the
   *     database is not 0
   */
  public static RedisConnections borrow(
      AbstractRedisClient client, int database, Duration timeout) {
    return start(new BorrowedConnector(client, database, timeout), timeout, false, 0);
  }

  private static RedisConnections start(
      RedisConnector connector, Duration timeout, boolean abort, int retries) {
    var connections = new RedisConnections(connector, timeout);
    try {
      connections.connect(abort ? retries : 0);
    } catch (SessionStoreUnavailableException e) {
      if (abort) {
        connections.close();
        throw new SessionStoreUnavailableException(
            e.getMessage() + ". To start without Redis and wait for it, say abortConnect=false",
            e.getCause());
      }
      LOG.warn("{}. Going on without it; answering 503 until it is there", e.getMessage());
      connections.renew(null);
    }
    return connections;
  }

  private void connect(int retries) {
    for (int tries = 0; ; tries++) {
      try {
        use(connector.open());
        return;
      } catch (RuntimeException e) {
        lastFailure = RedisFailures.reason(e);
        if (tries >= retries || !pause(FIRST_PAUSE.multipliedBy(1L << Math.min(tries, 5)))) {
          throw unavailable(lastFailure, e);
        }
      }
    }
  }

  /** Runs a command and waits for its answer, at most the timeout. */
  <T> T call(Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> command) {
    var used = link;
    if (used == null || down) {
      throw unavailable(lastFailure, null);
    }
    try {
      return command
          .apply(used.commands())
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failed(used, e.getCause());
    } catch (TimeoutException | RuntimeException e) {
      throw failed(used, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted while waiting for it", e);
    }
  }

  /** Listens to a channel, over every connection that comes. */
  void subscribe(String channel, RedisPubSubListener<String, String> listener) {
    subscription = new Subscription(channel, listener);
    var used = link;
    if (used != null) {
      subscription.listenOn(used);
    }
  }

  /** What Redis this is, without passwords. */
  public String describe() {
    var used = link;
    return (used == null ? "not connected yet" : used.server().describe())
        + " at "
        + connector.describe();
  }

  /** What the server said of itself, if it is connected. */
  Optional<ServerInfo> server() {
    return Optional.ofNullable(link).map(RedisLink::server);
  }

  private SessionStoreUnavailableException failed(RedisLink used, Throwable failure) {
    if (RedisFailures.asksForNewLink(failure)) {
      renew(used);
    }
    return unavailable(RedisFailures.reason(failure), failure);
  }

  private SessionStoreUnavailableException unavailable(String reason, Throwable cause) {
    return new SessionStoreUnavailableException(
        "Redis at " + connector.describe() + " can't be used: " + reason, cause);
  }

  /** Replaces a link that failed, unless that is under way or was done since. */
  private void renew(RedisLink failed) {
    if (link == failed && closed.getCount() > 0 && renewing.compareAndSet(false, true)) {
      Thread.ofVirtual().name("redis-connect").start(this::reconnect);
    }
  }

  private void reconnect() {
    try {
      var delay = FIRST_PAUSE;
      while (closed.getCount() > 0) {
        try {
          use(connector.open());
          LOG.info("Connected to {}", describe());
          return;
        } catch (RuntimeException e) {
          LOG.debug("Redis at {} can't be used", connector.describe(), e);
          lastFailure = RedisFailures.reason(e);
          down = true;
        }
        pause(delay);
        delay = delay.multipliedBy(2);
        delay = delay.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : delay;
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
    if (link != null) {
      link.close();
    }
    connector.close();
  }

  private record Subscription(String channel, RedisPubSubListener<String, String> listener) {

    void listenOn(RedisLink link) {
      link.signals().addListener(listener);
      link.signals()
          .async()
          .subscribe(channel)
          .exceptionally(failure -> {
            LOG.warn(
                "Redis: can't listen to channel {}: {}. Hand-overs between pods take longer",
                channel,
                RedisFailures.reason(failure));
            return null;
          });
    }
  }
}
