package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.server.TestServer;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.StallingStorage;
import dev.longshore.service.storage.filesystem.FilesystemOptions;
import dev.longshore.service.storage.filesystem.FilesystemStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A storage that stalls stops its own clients at the socket, and nobody else. */
@ParameterizedClass(name = "over {0}")
@ValueSource(strings = {"epoll", "nio"})
class BackPressureIT {

  /** Bodies with a length go past the HTTP server over epoll, and through it over NIO. */
  @Parameter String transport;

  private static final int PIECE = 1 << 20;
  private static final int PIECES = 96;

  /** What the kernel holds of a connection on both sides, and what waits for the storage. */
  private static final int MOST_WHILE_STALLED = 32;

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void clientIsNotReadFromWhileTheStorageStalls() throws Exception {
    var let = new CountDownLatch(1);
    var disk = new FilesystemStorage(new FilesystemOptions(folder, "memory", false, false));
    var sent = new AtomicInteger();
    try (var server =
            TestServer.storingIn(folder)
                .over(transport)
                .with(ObjectStorage.class, new StallingStorage(disk, let))
                .start();
        var wire = server.wire();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var upload = server.client().create((long) PIECES * PIECE);
      wire.patch(upload, 0, (long) PIECES * PIECE);
      var sending =
          threads.submit(() -> {
            for (; sent.get() < PIECES; sent.incrementAndGet()) {
              wire.send(new byte[PIECE]);
            }
            return true;
          });

      var before = new AtomicInteger(-1);
      await("the client to be held up")
          .atMost(Duration.ofSeconds(30))
          .during(Duration.ofSeconds(2))
          .until(() -> before.getAndSet(sent.get()) == sent.get());
      assertThat(sent.get()).isLessThan(MOST_WHILE_STALLED);
      assertThat(server.client().create(1)).isNotBlank();

      let.countDown();
      assertThat(sending.get()).isTrue();
      assertThat(wire.answer().offset()).isEqualTo((long) PIECES * PIECE);
      assertThat(server.objectOf(upload)).hasSize((long) PIECES * PIECE);
    }
  }
}
