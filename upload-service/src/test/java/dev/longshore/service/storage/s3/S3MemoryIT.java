package dev.longshore.service.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.storage.ObjectAppend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One budget for all, on which nobody may sit. A deadlock is a timeout here. */
@Timeout(120)
class S3MemoryIT {

  private static final int MEMORY = 6 << 20;
  private static final int PART = (int) S3Bucket.PART;

  private final S3Bucket bucket = new S3Bucket(S3Server.shared());
  private final S3Storage storage =
      new S3Storage(
          S3Bucket.connection(bucket.server().endpoint(), 3), bucket.options(false, MEMORY));

  @AfterEach
  void close() {
    storage.close();
    bucket.close();
  }

  @Test
  void manySlowClientsKeepNothingFromAFastOne() throws IOException {
    var slow = new ArrayList<TestUpload>();
    var appends = new ArrayList<ObjectAppend>();
    // 300 times two pages are three times the budget.
    for (int i = 0; i < 300; i++) {
      var upload = TestUpload.of("slow-" + i, 100_000);
      slow.add(upload);
      var append = storage.append(upload.stored(), upload.nextFence(), false);
      appends.add(append);
      append.write(upload.slice(0, 40_000));
      assertThat(storage.memory().used()).isLessThanOrEqualTo(MEMORY / MemoryBudget.PAGE);
    }
    var fast = TestUpload.of("fast", 6 * PART);
    fast.sendRest(storage, 2 * PART);
    fast.finish(storage);
    assertThat(fast.isWhole(bucket.object("fast"))).isTrue();
    for (int i = 0; i < slow.size(); i++) {
      try (var append = appends.get(i)) {
        append.write(slow.get(i).slice(40_000, 10));
        slow.get(i).commit(append, append.flush());
      }
      assertThat(slow.get(i).stored().offset()).isEqualTo(40_010);
    }
    assertThat(storage.memory().used()).isZero();
    slow.getFirst().sendRest(storage, PART);
    slow.getFirst().finish(storage);
    assertThat(slow.getFirst().isWhole(bucket.object("slow-0"))).isTrue();
  }

  @Test
  void manyFastClientsAtOnceAllComeToTheirEnd() throws Exception {
    var sent = new ArrayList<Future<TestUpload>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        var upload = TestUpload.of("fast-" + i, 2 * PART + 100 * i);
        sent.add(
            threads.submit(() -> {
              upload.sendRest(storage, 3 * PART);
              upload.finish(storage);
              return upload;
            }));
      }
    }
    for (var upload : sent) {
      assertThat(upload.get().isWhole(bucket.object(upload.get().stored().path()))).isTrue();
    }
    assertThat(storage.memory().used()).isZero();
    assertThat(bucket.keys("media/.longshore")).isEmpty();
  }

  /** As in a small pod that takes a very large upload. */
  @Test
  void partsMayBeLargerThanTheMemory() throws IOException {
    var o = bucket.options(false, 2 << 20);
    var options =
        new S3Options(
            o.bucket(),
            o.prefix(),
            o.scope(),
            false,
            o.partSize(),
            new PartLimits(2, 5 << 20, 5L << 30),
            o.checksum(),
            true,
            o.encryption(),
            null,
            o.tags(),
            o.memory(),
            o.concurrency());
    try (var small = new S3Storage(S3Bucket.connection(bucket.server().endpoint(), 3), options)) {
      var upload = TestUpload.of("large", 40 << 20);
      upload.sendRest(small, 25 << 20);
      upload.finish(small);
      assertThat(upload.isWhole(bucket.object("large"))).isTrue();
      assertThat(small.memory().used()).isZero();
    }
    assertThat(bucket.keys("media/.longshore")).isEmpty();
  }
}
