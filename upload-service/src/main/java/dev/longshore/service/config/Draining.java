package dev.longshore.service.config;

import dev.longshore.service.upload.Uploads;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * On SIGTERM: running bodies are ended and committed as far as they came, so that their clients go
 * on at another pod, while the server still answers.
 */
@Singleton
final class Draining implements GracefulShutdownCapable {

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final Uploads uploads;

  Draining(Uploads uploads) {
    this.uploads = uploads;
  }

  @Override
  public CompletionStage<?> shutdownGracefully() {
    uploads.stop();
    return untilIdle();
  }

  private CompletableFuture<Void> untilIdle() {
    if (uploads.running() == 0) {
      return CompletableFuture.completedFuture(null);
    }
    var later = CompletableFuture.delayedExecutor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return CompletableFuture.runAsync(() -> {}, later).thenCompose(done -> untilIdle());
  }

  @Override
  public OptionalLong reportActiveTasks() {
    return OptionalLong.of(uploads.running());
  }
}
