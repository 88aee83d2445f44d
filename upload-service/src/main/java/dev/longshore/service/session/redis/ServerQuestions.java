package dev.longshore.service.session.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a server what it is. */
final class ServerQuestions {

  private ServerQuestions() {}

  /** A user that may not ask gets an empty answer: then the server is taken for a plain master. */
  static ServerInfo ask(RedisClusterAsyncCommands<String, String> redis, Duration timeout) {
    try {
      return ServerInfo.parse(redis.info().get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RedisCommandExecutionException refused
          && refused.getMessage().startsWith("NOPERM")) {
        return new ServerInfo(Map.of());
      }
      throw new IllegalStateException(RedisFailures.reason(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("no answer within " + timeout.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
