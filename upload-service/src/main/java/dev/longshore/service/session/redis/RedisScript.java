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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A script that Redis runs as one step.
 *
 * @param source its text
 * @param sha SHA-1 in hexadecimal, the name that Redis caches it under
 */
record RedisScript(String source, String sha) {

  /** Reads one of the resources. */
  static RedisScript of(String name) {
    return ofSource(read(name));
  }

  /** Reads one of the resources that write events, and puts what those need in front of it. */
  static RedisScript telling(String name) {
    return ofSource(read("events") + read(name));
  }

  private static RedisScript ofSource(String source) {
    try {
      var hash = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
      return new RedisScript(source, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-1", e);
    }
  }

  private static String read(String name) {
    try (var in = RedisScript.class.getResourceAsStream(name + ".lua")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it by its hash, or by its text on a server that has not seen it yet. */
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
