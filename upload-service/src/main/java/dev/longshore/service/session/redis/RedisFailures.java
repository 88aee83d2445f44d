package dev.longshore.service.session.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisReadOnlyException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** What failures of Redis mean to a person, and whether other connections may help. */
final class RedisFailures {

  private RedisFailures() {}

  /** The innermost message that says what happened. */
  static String reason(Throwable failure) {
    var root = root(failure);
    return switch (root) {
      case RedisReadOnlyException e -> "it is a replica now and takes no writes";
      case RedisLoadingException e -> "it is still loading its data";
      case RedisCommandTimeoutException e -> "it did not answer in time";
      case TimeoutException e -> "it did not answer in time";
      case CancellationException e -> "the connection was closed";
      case RedisCommandExecutionException e -> hint(e.getMessage());
      case ConnectException e when String.valueOf(e.getMessage()).contains("refused") ->
          "connection refused";
      case UnknownHostException e -> "unknown host " + e.getMessage();
      case UnresolvedAddressException e -> "unknown host";
      default -> root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    };
  }

  private static String hint(String message) {
    if (message.startsWith("NOAUTH") || message.contains("called without any password")) {
      return message + " Check password= and user= of the connection string";
    }
    if (message.startsWith("WRONGPASS") || message.startsWith("ERR invalid password")) {
      return "it refuses the user or the password of the connection string";
    }
    if (message.startsWith("NOPERM")) {
      return message + " (docs/redis.md lists what the user must be allowed)";
    }
    return message;
  }

  /** Whether the server at the other end is the wrong one or gone, and not just busy. */
  static boolean asksForNewLink(Throwable failure) {
    var root = root(failure);
    return switch (root) {
      case RedisCommandTimeoutException e -> true;
      case TimeoutException e -> true;
      case RedisReadOnlyException e -> true;
      case RedisLoadingException e -> false;
      case RedisCommandExecutionException e ->
          e.getMessage().startsWith("MASTERDOWN")
              || e.getMessage().startsWith("MOVED")
              || e.getMessage().startsWith("UNBLOCKED")
              || e.getMessage().startsWith("NOAUTH");
      case RedisException e -> true;
      default -> false;
    };
  }

  private static Throwable root(Throwable failure) {
    var at = failure;
    while (at.getCause() != null
        && (at instanceof CompletionException
            || at instanceof ExecutionException
            || at.getClass() == RedisException.class
            || at instanceof RedisConnectionException)) {
      at = at.getCause();
    }
    return at;
  }
}
