package dev.longshore.service.session.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** The scripts of the session store, each of which Redis runs as one step. See the resources. */
enum LuaScript {
  CREATE,
  READ,
  ACQUIRE,
  ALIGN,
  COMMIT,
  RENEW,
  RELEASE,
  DELETE;

  private final String operation = name().toLowerCase(Locale.ROOT);
  private final RedisScript script = RedisScript.of(operation);
  private final RedisScript telling = RedisScript.telling(operation);

  /** What it does to a session. */
  String operation() {
    return operation;
  }

  /**
   * Runs the script by its hash, or by its text on a server that has not seen it yet. With keys of
   * an event behind those of the session, what it takes to write one stands before it.
   */
  CompletionStage<List<Object>> run(
      RedisClusterAsyncCommands<String, String> redis, String[] keys, String... args) {
    return (keys.length > SessionKeys.OF_A_SESSION ? telling : script).run(redis, keys, args);
  }
}
