package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.client.Wire;
import dev.longshore.service.server.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory is bounded whatever the size of a body and the number of slow clients. */
class MemoryIT {

  /** MiB that the container of a pod may have by default. */
  private static final long LIMIT = 256;

  @TempDir Path folder;
  private ServiceProcess service;

  @BeforeEach
  void start() throws IOException {
    var options = Map.of("LONGSHORE_READ_ENABLED", "true");
    service = ServiceProcess.start(folder, options, "-Xmx64m", "-XX:MaxDirectMemorySize=64m");
  }

  @AfterEach
  void stop() throws IOException {
    service.close();
  }

  private void assertMemoryHeld(String what) throws IOException {
    long peak = service.peakMemory();
    System.out.printf("%s: %d MiB at most%n", what, peak);
    assertThat(peak).isLessThan(LIMIT);
    assertThat(service.log()).doesNotContain("OutOfMemory", "ERROR");
  }

  @Test
  void gibibyteInOneChunk() throws Exception {
    var block = new byte[1 << 20];
    new Random(1).nextBytes(block);
    var upload = service.client().create(1L << 30);
    try (var wire = service.wire()) {
      wire.patch(upload, 0, 1L << 30);
      for (int i = 0; i < 1024; i++) {
        wire.send(block);
      }
      assertThat(wire.answer().offset()).isEqualTo(1L << 30);
    }
    var object = folder.resolve(upload.substring("/uploads/".length()));
    try (var in = Files.newInputStream(object)) {
      for (int i = 0; i < 1024; i++) {
        assertThat(in.readNBytes(block.length)).isEqualTo(block);
      }
      assertThat(in.read()).isEqualTo(-1);
    }
    assertMemoryHeld("1 GiB in one chunk");
  }

  @Test
  void fiveHundredSlowClientsAtOnce() throws Exception {
    int clients = 500;
    int blocks = 40;
    // 64 KiB a second each, in ten blocks: four seconds.
    var block = new byte[64 * 1024 / 10];
    new Random(2).nextBytes(block);
    var uploads = new ArrayList<String>();
    for (int i = 0; i < clients; i++) {
      uploads.add(service.client().create((long) block.length * blocks));
    }
    var allStarted = new CountDownLatch(clients);
    var outcomes = new ArrayList<Future<Long>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var upload : uploads) {
        outcomes.add(
            threads.submit(() -> {
              try (var wire = service.wire()) {
                return trickle(wire, upload, block, blocks, allStarted);
              }
            }));
      }
      for (var outcome : outcomes) {
        assertThat(outcome.get()).isEqualTo((long) block.length * blocks);
      }
    }
    for (var upload : uploads) {
      try (var in = Files.newInputStream(folder.resolve(upload.substring("/uploads/".length())))) {
        for (int i = 0; i < blocks; i++) {
          assertThat(in.readNBytes(block.length)).isEqualTo(block);
        }
      }
    }
    assertMemoryHeld("500 slow clients");
  }

  @Test
  void fiveHundredReadersThatStop() throws Exception {
    int readers = 500;
    var bytes = new byte[8 << 20];
    new Random(3).nextBytes(bytes);
    var upload = service.client().create(bytes.length);
    assertThat(service.client().patch(upload, 0, bytes).status()).isEqualTo(204);
    var wires = new ArrayList<Wire>();
    try {
      for (int i = 0; i < readers; i++) {
        var wire = service.wire();
        wires.add(wire);
        wire.head("GET", upload + "/content");
        assertThat(wire.answerOfHead().status()).isEqualTo(200);
      }
      var other = service.client().create(bytes.length);
      assertThat(service.client().patch(other, 0, bytes).status()).isEqualTo(204);
      for (var wire : wires) {
        assertThat(Arrays.equals(wire.bytes(bytes.length), bytes)).isTrue();
      }
    } finally {
      for (var wire : wires) {
        wire.close();
      }
    }
    assertMemoryHeld("500 readers that stop");
  }

  private static long trickle(
      Wire wire, String upload, byte[] block, int blocks, CountDownLatch allStarted)
      throws Exception {
    wire.patch(upload, 0, (long) block.length * blocks).send(block);
    allStarted.countDown();
    assertThat(allStarted.await(60, TimeUnit.SECONDS)).isTrue();
    for (int i = 1; i < blocks; i++) {
      Thread.sleep(100); // The speed of this client.
      wire.send(block);
    }
    return wire.answer().offset();
  }
}
