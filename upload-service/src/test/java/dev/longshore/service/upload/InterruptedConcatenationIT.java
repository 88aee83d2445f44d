package dev.longshore.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.memory.InMemorySessionStore;
import dev.longshore.service.storage.HaltingStorage;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.filesystem.FilesystemOptions;
import dev.longshore.service.storage.filesystem.FilesystemStorage;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two pods; the first comes to a halt in the middle of making one upload of several. */
class InterruptedConcatenationIT {

  @TempDir Path folder;
  private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
  private final SessionStore store =
      new InMemorySessionStore(Duration.ofHours(1), () -> Instant.now().plus(passed.get()));
  private HaltingStorage halting;
  private TestServer one;
  private TestServer two;
  private UploadClient client;

  @BeforeEach
  void start() throws IOException {
    halting = new HaltingStorage(disk());
    one = pod().with(ObjectStorage.class, halting.storage()).start();
    two = pod().start();
    client = two.client();
  }

  private ObjectStorage disk() throws IOException {
    return new FilesystemStorage(new FilesystemOptions(folder, "memory", false, false));
  }

  private TestServer.Builder pod() {
    return TestServer.storingIn(folder)
        .sharing(store)
        .with("longshore.session.lease-duration", "5m")
        .with("longshore.session.lease-patience", "1m");
  }

  @AfterEach
  void stop() {
    halting.goOn();
    one.close();
    two.close();
  }

  private String partial() {
    return client.tusCreate(3, "Upload-Concat", "partial").header("Location");
  }

  private String piece(String text) {
    var upload = partial();
    assertThat(client.patch(upload, 0, text.getBytes()).status()).isEqualTo(204);
    return upload;
  }

  /** For the store the first pod's lease has run out, as it does after a kill. */
  private void leasesRunOut() {
    passed.set(Duration.ofMinutes(6));
  }

  @ParameterizedTest
  @CsvSource({
    "concatenate, BEFORE",
    "concatenate, AFTER",
    "complete, BEFORE",
    "complete, AFTER",
    "tidy, BEFORE"
  })
  void nextHeadFinishesWhatAPodLeftAndTheLatePodChangesNothing(
      String call, HaltingStorage.Moment moment) {
    var last = partial();
    var pieces = piece("abc") + " " + last;
    var upload =
        client.tus("POST", "/uploads", "Upload-Concat", "final;" + pieces).header("Location");
    client.patch(last, 0, "def".getBytes());

    halting.haltAt(call, moment);
    var late =
        one.client().sendAsync("HEAD", upload, BodyPublishers.noBody(), "Tus-Resumable", "1.0.0");
    await().until(halting::isHalted);
    // Who asks meanwhile is told what there is, and does not wait.
    assertThat(client.head(upload).header("Upload-Length")).isEqualTo("6");
    leasesRunOut();

    var head = client.head(upload);
    assertThat(head.offset()).as(head.toString()).isEqualTo(6);
    assertThat(two.objectOf(upload)).hasContent("abcdef");
    halting.goOn();
    late.join();
    assertThat(client.head(upload).offset()).isEqualTo(6);
    assertThat(two.objectOf(upload)).hasContent("abcdef");
  }

  @ParameterizedTest
  @CsvSource({"seal, BEFORE", "seal, AFTER"})
  void pieceThatAPodLeftUnsealedIsFinishedByTheNextHead(String call, HaltingStorage.Moment moment) {
    var piece = partial();
    halting.haltAt(call, moment);
    var late = one.client().patchAsync(piece, 0, BodyPublishers.ofByteArray("abc".getBytes()));
    await().until(halting::isHalted);
    leasesRunOut();
    assertThat(client.head(piece).offset()).isEqualTo(3);
    halting.goOn();
    late.join();
    var made = client.tus("POST", "/uploads", "Upload-Concat", "final;" + piece);
    assertThat(made.offset()).isEqualTo(3);
    assertThat(two.objectOf(made.header("Location"))).hasContent("abc");
  }

  @ParameterizedTest
  @CsvSource({"BEFORE", "AFTER"})
  void pieceThatIsDeletedMeanwhileMakesAnErrorAndNoObject(HaltingStorage.Moment moment) {
    var first = piece("abc");
    var pieces = first + " " + piece("def");
    halting.haltAt("concatenate", moment);
    var made =
        one.client()
            .sendAsync(
                "POST",
                "/uploads",
                BodyPublishers.noBody(),
                "Tus-Resumable",
                "1.0.0",
                "Upload-Concat",
                "final;" + pieces,
                "Upload-Metadata",
                "path bWFkZS5iaW4=");
    await().until(halting::isHalted);
    assertThat(client.tus("DELETE", first).status()).isEqualTo(204);
    halting.goOn();
    var answer = made.join();
    assertThat(answer.status()).as(answer.toString()).isEqualTo(410);
    assertThat(answer.problem()).isEqualTo("piece-gone");
    assertThat(answer.json().get("detail").textValue())
        .contains(first.substring("/uploads/".length()));
    assertThat(two.object("made.bin")).doesNotExist();
    // Only the second piece is still there.
    assertThat(folder.resolve(".longshore/uploads/memory")).isDirectoryContaining(path -> true);
    assertThat(folder.resolve(".longshore/uploads/memory").toFile().list()).hasSize(1);
  }

  @Test
  void latePodThatFindsAPieceGoneFreesNothingOfWhatAnotherMadeMeanwhile() throws Exception {
    var last = partial();
    var upload =
        client.tus("POST", "/uploads", "Upload-Concat", "final;" + last).header("Location");
    client.patch(last, 0, "abc".getBytes());
    halting.haltAt("concatenate", HaltingStorage.Moment.BEFORE);
    var late =
        one.client().sendAsync("HEAD", upload, BodyPublishers.noBody(), "Tus-Resumable", "1.0.0");
    await().until(halting::isHalted);
    leasesRunOut();

    // The second pod has made the bytes and not yet the object.
    var second = new HaltingStorage(disk());
    try (var three = pod().with(ObjectStorage.class, second.storage()).start()) {
      second.haltAt("complete", HaltingStorage.Moment.BEFORE);
      var made =
          three
              .client()
              .sendAsync("HEAD", upload, BodyPublishers.noBody(), "Tus-Resumable", "1.0.0");
      await().until(second::isHalted);
      assertThat(client.tus("DELETE", last).status()).isEqualTo(204);
      halting.goOn();
      assertThat(late.join().status()).isEqualTo(503);
      second.goOn();
      assertThat(made.join().offset()).isEqualTo(3);
    }
    assertThat(two.objectOf(upload)).hasContent("abc");
  }

  @Test
  void patchWhileItIsBeingMadeIs403AtOnce() {
    halting.haltAt("concatenate", HaltingStorage.Moment.BEFORE);
    var last = partial();
    var upload =
        client.tus("POST", "/uploads", "Upload-Concat", "final;" + last).header("Location");
    client.patch(last, 0, "abc".getBytes());
    var making =
        one.client().sendAsync("HEAD", upload, BodyPublishers.noBody(), "Tus-Resumable", "1.0.0");
    await().until(halting::isHalted);
    // At once, and not after the lease's patience, which is longer than the client's.
    var refused = client.patch(upload, 0, "xyz".getBytes());
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.problem()).isEqualTo("made-of-pieces");
    assertThat(making).isNotDone();
    halting.goOn();
    assertThat(making.join().offset()).isEqualTo(3);
  }
}
