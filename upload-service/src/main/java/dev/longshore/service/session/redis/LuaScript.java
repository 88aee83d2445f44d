package dev.longshore.service.session.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** The scripts of the session store, each of which Redis runs as one step. See the resources. */
enum LuaScript {
  CREATE(true),
  READ(false),
  ACQUIRE(false),
  ALIGN(false),
  COMMIT(true),
  RENEW(false),
  RELEASE(false),
  DELETE(false);

  private final String operation = name().toLowerCase(Locale.ROOT);
  private final RedisScript script;

  /**
   * @param tells whether it may tell of what it changes
   */
  LuaScript(boolean tells) {
    script = tells ? RedisScript.telling(operation) : RedisScript.of(operation);
  }

  /** What it does to a session. */
  String operation() {
    return operation;
  }

  /** Runs the script by its hash, or by its text on a server that has not seen it yet. */
  CompletionStage<List<Object>> run(
      RedisClusterAsyncCommands<String, String> redis, String[] keys, String... args) {
    return script.run(redis, keys, args);
  }
}
