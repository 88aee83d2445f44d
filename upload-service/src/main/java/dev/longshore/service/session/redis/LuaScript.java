package dev.longshore.service.session.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.internal.Futures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
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

  private final String source;
  private final String operation;

  /** SHA-1 in hexadecimal, the name that Redis caches the script under. */
  private final String sha;

  LuaScript() {
    operation = name().toLowerCase(Locale.ROOT);
    try (var in = LuaScript.class.getResourceAsStream(operation + ".lua")) {
      var bytes = in.readAllBytes();
      source = new String(bytes, StandardCharsets.UTF_8);
      sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-1", e);
    }
  }

  /** What it does to a session. */
  String operation() {
    return operation;
  }

  /** Runs the script by its hash, or by its text on a server that has not seen it yet. */
  CompletionStage<List<Object>> run(
      RedisClusterAsyncCommands<String, String> redis, String[] keys, String... args) {
    return redis
        .<List<Object>>evalsha(sha, ScriptOutputType.MULTI, keys, args)
        .exceptionallyCompose(failure ->
            unwrap(failure) instanceof RedisNoScriptException
                ? redis.eval(source, ScriptOutputType.MULTI, keys, args)
                : Futures.failed(failure));
  }

  private static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
  }
}
