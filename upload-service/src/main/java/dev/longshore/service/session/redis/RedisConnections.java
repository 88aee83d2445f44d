package dev.longshore.service.session.redis;

import dev.longshore.service.observe.Callee;
import dev.longshore.service.observe.Calls;
import dev.longshore.service.observe.Outcome;
import dev.longshore.service.session.SessionStoreUnavailableException;
import dev.longshore.service.trust.TrustedCertificates;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's connections to Redis, which all threads share. Whatever happens, a call fails with
 * {@link SessionStoreUnavailableException} within the timeout, and works again once Redis does.
 */
public final class RedisConnections implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisConnections.class);

  private final RedisConnector connector;
  private final Duration timeout;
  private final LinkKeeper keeper;
  private final Calls calls;

  private RedisConnections(RedisConnector connector, Duration timeout, Calls calls) {
    this.connector = connector;
    this.timeout = timeout;
    this.calls = calls;
    this.keeper = new LinkKeeper(connector);
  }

  /**
   * Connects by a connection string.
   *
   * @param database logical database
   * @param caCertificate PEM file or directory of certificate authorities to trust instead of the
   *     JVM's, or null
   * @param calls hears of every call
   * @throws SessionStoreUnavailableException if Redis can't be reached and {@link
   *     ConnectionString#abortConnect()} is set
   * @throws IllegalArgumentException if the CA certificate can't be read
   */
  public static RedisConnections open(
      ConnectionString string, int database, Path caCertificate, Calls calls) {
    var trust = Optional.ofNullable(caCertificate).map(TrustedCertificates::in);
    var connector = new OwnConnector(string, new LettuceSettings(string, database, trust));
    var connections = new RedisConnections(connector, string.syncTimeout(), calls);
    return string.abortConnect()
        ? connections.startOrAbort(string.connectRetry())
        : connections.startAnyway();
  }

  /**
   * Connects by the application's own {@code RedisClient} or {@code RedisClusterClient}, which is
   * not closed with this. Starts whether or not Redis can be reached.
   *
   * @param database logical database; 0 leaves it to the client
   * @param timeout longest time that a call waits for its answer
   * @param calls hears of every call
   * @throws IllegalArgumentException if the client is of another kind, or is a cluster's and the
   *     database is not 0
   */
  public static RedisConnections borrow(
      AbstractRedisClient client, int database, Duration timeout, Calls calls) {
    return new RedisConnections(new BorrowedConnector(client, database, timeout), timeout, calls)
        .startAnyway();
  }

  private RedisConnections startOrAbort(int retries) {
    try {
      keeper.connect(retries);
      return this;
    } catch (RuntimeException e) {
      close();
      throw unavailable(
          RedisFailures.reason(e)
              + ". To start without Redis and wait for it, say abortConnect=false",
          e);
    }
  }

  private RedisConnections startAnyway() {
    try {
      keeper.connect(0);
    } catch (RuntimeException e) {
      LOG.warn(
          "Redis at {} can't be used: {}. Going on without it; answering 503 until it is there",
          connector.describe(),
          RedisFailures.reason(e));
      keeper.renew(null);
    }
    return this;
  }

  /**
   * Runs a command and waits for its answer, at most the timeout.
   *
   * @param operation what those that watch know it by
   */
  <T> T call(
      String operation,
      Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> command) {
    var call = calls.begin(Callee.REDIS, operation);
    try {
      T answer = call(command);
      call.ended(Outcome.SUCCESS, null);
      return answer;
    } catch (RuntimeException e) {
      call.ended(Outcome.FAILURE, e);
      throw e;
    }
  }

  /**
   * Runs a command for each of many, all at once; the answers in their order. Each on its own: the
   * keys of a Cluster are on different nodes.
   */
  <T> List<T> callEach(
      String operation,
      List<String> many,
      BiFunction<RedisClusterAsyncCommands<String, String>, String, CompletionStage<T>> command) {
    return call(
        operation,
        redis -> {
          var answers =
              many.stream().map(one -> command.apply(redis, one).toCompletableFuture()).toList();
          return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
              .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
        });
  }

  private <T> T call(
      Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> command) {
    var link = keeper.usable().orElseThrow(() -> unavailable(keeper.lastFailure(), null));
    try {
      var answer = command.apply(link.commands()).toCompletableFuture();
      var end =
          connector
              .timer()
              .newTimeout(
                  _ -> answer.completeExceptionally(new TimeoutException()),
                  timeout.toMillis(),
                  TimeUnit.MILLISECONDS);
      try {
        return answer.get();
      } finally {
        end.cancel();
      }
    } catch (ExecutionException e) {
      throw failed(link, e.getCause());
    } catch (RuntimeException e) {
      throw failed(link, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted while waiting for it", e);
    }
  }

  /** Listens to a channel, over every connection that comes. */
  void subscribe(String channel, RedisPubSubListener<String, String> listener) {
    keeper.subscribe(channel, listener);
  }

  /** What Redis this is, without passwords. */
  public String describe() {
    var server = server().map(ServerInfo::describe).orElse("not connected yet");
    return server + " at " + connector.describe();
  }

  /** What the server said of itself, if it was ever connected. */
  Optional<ServerInfo> server() {
    return keeper.opened().map(RedisLink::server);
  }

  private SessionStoreUnavailableException failed(RedisLink link, Throwable failure) {
    if (RedisFailures.asksForNewLink(failure)) {
      keeper.renew(link);
    }
    return unavailable(RedisFailures.reason(failure), failure);
  }

  private SessionStoreUnavailableException unavailable(String reason, Throwable cause) {
    return new SessionStoreUnavailableException(
        "Redis at " + connector.describe() + " can't be used: " + reason, cause);
  }

  @Override
  public void close() {
    keeper.close();
  }
}
