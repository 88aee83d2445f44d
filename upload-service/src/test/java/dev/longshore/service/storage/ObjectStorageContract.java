package dev.longshore.service.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ObjectStorage} must do, whatever it keeps bytes in. */
public abstract class ObjectStorageContract {

  private final AtomicInteger ids = new AtomicInteger();
  protected ObjectStorage storage;
  protected ObjectStorage overwriting;

  /** A storage over the same place each time it is asked in one test. */
  protected abstract ObjectStorage open(boolean allowOverwrite) throws IOException;

  /** The bytes of the finished object at a path, as its readers see them; null if there is none. */
  protected abstract byte[] object(String path) throws IOException;

  /** Whether anything is kept for an unfinished upload. */
  protected abstract boolean keepsAnything(StoredUpload upload) throws IOException;

  /**
   * A storage over the same place, of a process that is killed after so many calls to the place.
   */
  protected abstract ObjectStorage dyingAfter(int calls) throws IOException;

  /** Waits until nothing is under way any more of what died: a sweep comes long after. */
  protected void awaitEndOfTheKilled() {}

  /** Bytes of a chunk that is large for this storage: two chunks are more than it takes at once. */
  protected int largeChunk() {
    return 7;
  }

  /** Checks that nothing is there but these objects. */
  protected abstract void requireNothingBut(String... paths) throws IOException;

  @BeforeEach
  void openStorage() throws IOException {
    storage = open(false);
    overwriting = open(true);
  }

  private StoredUpload upload(String path, long totalSize) {
    return new StoredUpload(
        "upload-%019d".formatted(ids.incrementAndGet()), path, totalSize, 0, null, Map.of(), null);
  }

  private static StoredUpload at(StoredUpload upload, Progress progress) {
    return new StoredUpload(
        upload.uploadId(),
        upload.path(),
        upload.totalSize(),
        progress.offset(),
        upload.contentType(),
        upload.metadata(),
        upload.partial(),
        progress.state(),
        upload.tags());
  }

  private static ByteBuffer[] buffers(String... texts) {
    var buffers = new ByteBuffer[texts.length];
    for (int i = 0; i < texts.length; i++) {
      buffers[i] = ByteBuffer.wrap(texts[i].getBytes(StandardCharsets.UTF_8));
    }
    return buffers;
  }

  /** The upload after these bytes were appended and acknowledged by a holder that then let go. */
  private StoredUpload append(StoredUpload upload, long fence, boolean abandoned, String text)
      throws IOException {
    try (var append = storage.append(upload, fence, abandoned)) {
      append.write(buffers(text));
      return at(upload, append.flush());
    }
  }

  private void finish(ObjectStorage storage, StoredUpload upload, long fence) throws IOException {
    storage.complete(upload, fence);
    storage.tidy(upload);
  }

  private String text(String path) throws IOException {
    var bytes = object(path);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void appendedBytesBecomeTheObjectInOrder() throws IOException {
    var upload = upload("a/b/c.txt", 12);
    try (var append = storage.append(upload, 1, false)) {
      append.write(buffers("one ", "two "));
      assertThat(append.flush().offset()).isEqualTo(8);
      append.write(buffers("end!"));
      upload = at(upload, append.flush());
    }
    assertThat(upload.offset()).isEqualTo(12);
    assertThat(text("a/b/c.txt")).isNull();
    finish(storage, upload, 1);
    assertThat(text("a/b/c.txt")).isEqualTo("one two end!");
    assertThat(keepsAnything(upload)).isFalse();
  }

  @Test
  void appendGoesOnAfterItWasReopenedElsewhere() throws IOException {
    var upload = append(upload("o", 6), 1, false, "abc");
    storage = open(false);
    upload = append(upload, 2, false, "def");
    finish(storage, upload, 2);
    assertThat(text("o")).isEqualTo("abcdef");
  }

  @Test
  void bytesThatWereNotAcknowledgedAreWrittenOver() throws IOException {
    var upload = append(upload("o", 6), 1, false, "abc");
    append(upload, 2, false, "XY");
    upload = append(upload, 3, false, "def");
    finish(storage, upload, 3);
    assertThat(text("o")).isEqualTo("abcdef");
  }

  @Test
  void emptyObject() throws IOException {
    var upload = upload("empty", 0);
    finish(storage, upload, 1);
    assertThat(object("empty")).isEmpty();
  }

  @Test
  void lateWriterCannotDisturbWhoeverTookOver() throws IOException {
    var upload = append(upload("o", 9), 1, false, "abc");
    try (var late = storage.append(upload, 2, false)) {
      late.write(buffers("XX"));
      var taken = append(upload, 3, true, "def");
      late.write(buffers("XX"));
      late.flush();
      taken = append(taken, 4, false, "ghi");
      late.write(buffers("X"));
      finish(storage, taken, 4);
      late.write(buffers("X"));
    }
    assertThat(text("o")).isEqualTo("abcdefghi");
  }

  @Test
  void lateWriterCannotReplaceAsManyBytesOfWhoeverTookOver() throws IOException {
    var upload = append(upload("o", 9), 1, false, "abc");
    try (var late = storage.append(upload, 2, false)) {
      var taken = append(upload, 3, true, "def");
      late.write(buffers("XXX"));
      late.flush();
      taken = append(taken, 4, false, "ghi");
      finish(storage, taken, 4);
    }
    assertThat(text("o")).isEqualTo("abcdefghi");
  }

  @Test
  void lateWriterCannotDisturbWhoeverTookOverBeforeItsFirstByteCounted() throws IOException {
    var upload = upload("o", 3);
    try (var late = storage.append(upload, 1, false)) {
      var taken = append(upload, 2, true, "abc");
      late.write(buffers("XXX"));
      finish(storage, taken, 2);
    }
    assertThat(text("o")).isEqualTo("abc");
  }

  @Test
  void holdersMayVanishOneAfterAnother() throws IOException {
    var upload = append(upload("o", 8), 1, false, "ab");
    upload = append(upload, 2, true, "cd");
    append(upload, 3, true, "lost");
    append(upload, 4, true, "");
    upload = append(upload, 5, true, "ef");
    upload = append(upload, 6, false, "gh");
    finish(storage, upload, 6);
    assertThat(text("o")).isEqualTo("abcdefgh");
    assertThat(keepsAnything(upload)).isFalse();
  }

  @Test
  void completeMayBeRepeatedByAnotherHolder() throws IOException {
    var upload = append(upload("o", 3), 1, false, "abc");
    storage.complete(upload, 1);
    open(false).complete(upload, 2);
    finish(storage, upload, 3);
    assertThat(text("o")).isEqualTo("abc");
  }

  @Test
  void completeOfManyPiecesMayBeRepeatedByAnotherHolder() throws IOException {
    var upload = append(append(upload("o", 6), 1, false, "abc"), 2, true, "def");
    storage.complete(upload, 2);
    open(false).complete(upload, 3);
    finish(storage, upload, 4);
    assertThat(text("o")).isEqualTo("abcdef");
    assertThat(keepsAnything(upload)).isFalse();
  }

  @Test
  void completeMayBeRepeatedWhereOverwritingIsAllowed() throws IOException {
    var upload = append(append(upload("o", 6), 1, false, "abc"), 2, true, "def");
    overwriting.complete(upload, 2);
    overwriting.complete(upload, 3);
    finish(overwriting, upload, 4);
    assertThat(text("o")).isEqualTo("abcdef");
  }

  /** The upload as its session knows it once it is complete, and nothing is left of its parts. */
  private StoredUpload completed(ObjectStorage storage, StoredUpload upload) throws IOException {
    var complete = at(upload, storage.complete(upload, 9));
    storage.tidy(upload);
    return complete;
  }

  private static String read(StoredObject object, long from, int length) throws IOException {
    var bytes = ByteBuffer.allocate(length);
    var channel = object.read(from, length);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  @Test
  void objectIsReadInPartsAtAnyPod() throws IOException {
    var upload = completed(storage, append(upload("a/o", 12), 1, false, "one two end!"));
    String etag;
    try (var object = storage.open(upload)) {
      assertThat(object.length()).isEqualTo(12);
      assertThat(object.lastModified())
          .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(2));
      etag = object.etag();
      assertThat(etag).matches("\"[^\"]+\"");
      assertThat(read(object, 0, 12)).isEqualTo("one two end!");
    }
    try (var object = open(false).open(upload)) {
      assertThat(object.etag()).isEqualTo(etag);
      assertThat(read(object, 4, 3)).isEqualTo("two");
    }
  }

  @Test
  void objectOfManyPiecesAndOneOfNothingAreRead() throws IOException {
    var parts = append(append(upload("o", 6), 1, false, "abc"), 2, true, "def");
    storage.complete(parts, 2);
    try (var object = storage.open(completed(storage, parts))) {
      assertThat(read(object, 0, 6)).isEqualTo("abcdef");
    }
    try (var object = storage.open(completed(storage, upload("empty", 0)))) {
      assertThat(object.length()).isZero();
    }
  }

  @Test
  void whoReadsNeverGetsAnObjectOfAnotherUpload() throws IOException {
    var first = completed(overwriting, append(upload("o", 3), 1, false, "abc"));
    String etag;
    try (var object = overwriting.open(first)) {
      etag = object.etag();
    }
    var second = completed(overwriting, append(upload("o", 3), 1, false, "XYZ"));
    assertThatExceptionOfType(ObjectGoneException.class).isThrownBy(() -> overwriting.open(first));
    assertThatExceptionOfType(ObjectGoneException.class).isThrownBy(() -> storage.open(first));
    try (var object = overwriting.open(second)) {
      assertThat(object.etag()).isNotEqualTo(etag);
      assertThat(read(object, 0, 3)).isEqualTo("XYZ");
    }
  }

  @Test
  void bytesOfTwoObjectsAreNeverMixed() throws IOException {
    var first = completed(overwriting, append(upload("o", 3), 1, false, "abc"));
    try (var early = overwriting.open(first)) {
      completed(overwriting, append(upload("o", 3), 1, false, "XYZ"));
      String late = null;
      try {
        late = read(early, 0, 3);
      } catch (ObjectGoneException e) {
        // Said before the first byte.
      }
      assertThat(late).isIn("abc", null);
    }
  }

  @Test
  void removedObjectIsGone() throws IOException {
    var upload = completed(storage, append(upload("a/o", 3), 1, false, "abc"));
    remove("a/o");
    assertThatExceptionOfType(ObjectGoneException.class).isThrownBy(() -> storage.open(upload));
  }

  @Test
  void tidyMayBeRepeated() throws IOException {
    var upload = append(upload("o", 3), 1, false, "abc");
    finish(storage, upload, 1);
    storage.tidy(upload);
    assertThat(text("o")).isEqualTo("abc");
  }

  @Test
  void objectOfAnotherUploadIsNotReplaced() throws IOException {
    finish(storage, append(upload("o", 3), 1, false, "abc"), 1);
    var second = append(upload("o", 3), 1, false, "XYZ");
    assertThatExceptionOfType(ObjectExistsException.class)
        .isThrownBy(() -> storage.complete(second, 1));
    assertThat(text("o")).isEqualTo("abc");
    assertThatExceptionOfType(ObjectExistsException.class)
        .isThrownBy(() -> storage.requireFree("o"));
  }

  @Test
  void emptyUploadDoesNotReplaceAnObject() throws IOException {
    finish(storage, append(upload("o", 3), 1, false, "abc"), 1);
    assertThatExceptionOfType(ObjectExistsException.class)
        .isThrownBy(() -> storage.complete(upload("o", 0), 1));
    assertThat(text("o")).isEqualTo("abc");
  }

  @Test
  void objectIsReplacedWhereThatIsAllowed() throws IOException {
    finish(storage, append(upload("o", 3), 1, false, "abc"), 1);
    overwriting.requireFree("o");
    finish(overwriting, append(upload("o", 3), 1, false, "new"), 1);
    assertThat(text("o")).isEqualTo("new");
  }

  @RepeatedTest(20)
  void oneOfTwoThatCompleteAtOnceWins() throws Exception {
    var uploads = new ArrayList<StoredUpload>();
    for (var text : new String[] {"first", "other"}) {
      uploads.add(append(upload("raced", 5), 1, false, text));
    }
    var start = new CyclicBarrier(2);
    var outcomes = new ArrayList<Future<Throwable>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var upload : uploads) {
        outcomes.add(
            threads.submit(() -> {
              start.await();
              return catchThrowable(() -> finish(storage, upload, 1));
            }));
      }
    }
    boolean firstWon = outcomes.get(0).get() == null;
    assertThat(outcomes.get(firstWon ? 1 : 0).get()).isInstanceOf(ObjectExistsException.class);
    assertThat(outcomes.get(firstWon ? 0 : 1).get()).isNull();
    assertThat(text("raced")).isEqualTo(firstWon ? "first" : "other");
  }

  @Test
  void discardFreesEverythingAndMayBeRepeated() throws IOException {
    var upload = append(append(upload("o", 9), 1, false, "abc"), 2, true, "def");
    assertThat(keepsAnything(upload)).isTrue();
    storage.discard(upload);
    storage.discard(upload);
    assertThat(keepsAnything(upload)).isFalse();
    assertThat(text("o")).isNull();
    storage.requireFree("o");
  }

  @Test
  void discardOfWhatNeverHadAByteIsNoError() throws IOException {
    storage.discard(upload("o", 9));
  }

  @Test
  void uploadWithoutItsBytesDoesNotBecomeAnObject() throws IOException {
    var upload = append(upload("o", 9), 1, false, "abc");
    var claimed = at(upload, new Progress(9, upload.state()));
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> storage.complete(claimed, 1));
    assertThat(text("o")).isNull();
  }

  private StoredUpload partial(long totalSize) {
    var upload = upload("piece", totalSize);
    return new StoredUpload(
        upload.uploadId(), upload.path(), totalSize, 0, null, Map.of(), true, null, Map.of());
  }

  private StoredUpload sealed(String text) throws IOException {
    var piece = append(partial(text.length()), 1, false, text);
    return at(piece, storage.seal(piece, 1));
  }

  @Test
  void piecesBecomeOneObjectAndStay() throws IOException {
    var pieces = List.of(sealed("abc"), sealed(""), sealed("defgh"));
    var whole = upload("whole.txt", 8);
    whole = at(whole, storage.concatenate(whole, pieces, 2));
    assertThat(whole.offset()).isEqualTo(8);
    finish(storage, whole, 2);
    assertThat(text("whole.txt")).isEqualTo("abcdefgh");
    var again = upload("again.txt", 11);
    again =
        at(
            again,
            storage.concatenate(again, List.of(pieces.get(2), pieces.get(0), pieces.get(0)), 1));
    finish(storage, again, 1);
    assertThat(text("again.txt")).isEqualTo("defghabcabc");
  }

  @Test
  void concatenationMayBeRepeatedByAnotherHolder() throws IOException {
    var second = append(append(partial(4), 1, false, "de"), 2, true, "fg");
    var pieces = List.of(sealed("abc"), at(second, storage.seal(second, 2)));
    var whole = upload("whole.txt", 7);
    storage.concatenate(whole, pieces, 1);
    whole = at(whole, open(false).concatenate(whole, pieces, 2));
    finish(storage, whole, 2);
    assertThat(text("whole.txt")).isEqualTo("abcdefg");
    assertThat(keepsAnything(whole)).isFalse();
  }

  @Test
  void uploadMayEndBeforeBytesThatNeverCounted() throws IOException {
    var upload =
        append(
            new StoredUpload("upload-unknown-length-00", "o", null, 0, null, Map.of(), null),
            1,
            false,
            "abc");
    append(upload, 2, false, "never counted");
    var ended = new StoredUpload(upload.uploadId(), "o", 3L, 3, null, Map.of(), upload.state());
    finish(storage, ended, 3);
    assertThat(text("o")).isEqualTo("abc");
  }

  @Test
  void knowsWhatIsUnfinishedOnly() throws IOException {
    var upload = append(upload("o", 3), 1, false, "abc");
    assertThat(storage.knows(upload.uploadId())).isTrue();
    finish(storage, upload, 1);
    assertThat(storage.knows(upload.uploadId())).isFalse();
    assertThat(storage.knows("upload-0000000000000none")).isFalse();
  }

  @Test
  void sweepFreesWhatNobodyCanGoOnWith() throws IOException {
    var needed = append(upload("a", 9), 1, false, "abc");
    var ended = append(upload("b", 9), 1, false, "abc");
    var unknown = append(append(upload("c", 9), 1, false, "abc"), 2, true, "def");
    var uses =
        uses(
            Map.of(
                needed.uploadId(), UploadUse.NEEDED,
                ended.uploadId(), UploadUse.ENDED,
                unknown.uploadId(), UploadUse.UNKNOWN));
    var before = Instant.now().minusSeconds(3600);
    var after = Instant.now().plusSeconds(3600);
    assertThat(storage.sweep(uses, new SweepLimits(before, before))).isZero();
    assertThat(storage.sweep(uses, new SweepLimits(after, before))).isEqualTo(1);
    assertThat(keepsAnything(ended)).isFalse();
    assertThat(keepsAnything(unknown)).isTrue();
    assertThat(storage.sweep(uses, new SweepLimits(after, after))).isEqualTo(1);
    assertThat(keepsAnything(unknown)).isFalse();
    finish(storage, append(needed, 2, false, "defghi"), 2);
    assertThat(text("a")).isEqualTo("abcdefghi");
  }

  private static Function<Collection<String>, Map<String, UploadUse>> uses(
      Map<String, UploadUse> known) {
    return ids -> ids.stream().collect(Collectors.toMap(id -> id, known::get));
  }

  @Test
  void sweepFreesNothingWhereNobodyCanSayWhatIsNeeded() throws IOException {
    var upload = append(upload("o", 9), 1, false, "abc");
    var after = Instant.now().plusSeconds(3600);
    Function<Collection<String>, Map<String, UploadUse>> uses =
        ids -> {
          throw new IllegalStateException("no answer");
        };
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> storage.sweep(uses, new SweepLimits(after, after)));
    assertThat(keepsAnything(upload)).isTrue();
  }

  @Test
  void sweepAsksAboutSomeHundredsAtATime() throws IOException {
    var kept = new HashMap<String, UploadUse>();
    for (int i = 0; i < 1200; i++) {
      kept.put(append(upload("o" + i, 9), 1, false, "abc").uploadId(), UploadUse.UNKNOWN);
    }
    var asked = new ArrayList<Integer>();
    Function<Collection<String>, Map<String, UploadUse>> uses =
        ids -> {
          asked.add(ids.size());
          return uses(kept).apply(ids);
        };
    var after = Instant.now().plusSeconds(3600);
    assertThat(storage.sweep(uses, new SweepLimits(after, after))).isEqualTo(1200);
    assertThat(asked).allSatisfy(size -> assertThat(size).isBetween(1, 1000));
    assertThat(storage.sweep(uses, new SweepLimits(after, after))).isZero();
  }

  @Test
  void manyMaySweepAtOnceAndEachUploadIsFreedByOneOrMore() throws Exception {
    for (int i = 0; i < 200; i++) {
      append(append(upload("o" + i, 9), 1, false, "abc"), 2, true, "def");
    }
    var after = Instant.now().plusSeconds(3600);
    Function<Collection<String>, Map<String, UploadUse>> ended =
        ids -> ids.stream().collect(Collectors.toMap(id -> id, id -> UploadUse.ENDED));
    var start = new CyclicBarrier(4);
    var freed = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        freed.add(
            threads.submit(() -> {
              start.await();
              return open(false).sweep(ended, new SweepLimits(after, after));
            }));
      }
    }
    int sum = 0;
    for (var count : freed) {
      sum += count.get();
    }
    assertThat(sum).isGreaterThanOrEqualTo(200);
    assertThat(storage.sweep(ended, new SweepLimits(after, after))).isZero();
  }

  /** As after Redis was restored from a snapshot, with or without the crash in between. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void finishedObjectStaysWhateverAnOlderSessionDoes(boolean tidied) throws IOException {
    var pending = upload("o", 6);
    var older = append(pending, 1, false, "abc");
    var full = append(older, 2, false, "def");
    storage.complete(full, 2);
    if (tidied) {
      storage.tidy(full);
    }
    for (var state : List.of(pending, older)) {
      for (boolean abandoned : new boolean[] {false, true}) {
        var before = text("o");
        try {
          var end = append(state, 3, abandoned, "XXX".repeat(state.offset() == 0 ? 2 : 1));
          assertThat(text("o")).as("before it is completed").isEqualTo(before);
          finish(overwriting, end, 3);
          assertThat(text("o")).as("all bytes are new ones").isEqualTo("XXXXXX");
        } catch (UploadLostException e) {
          assertThat(text("o")).isEqualTo(before);
        }
      }
    }
  }

  /** What was committed of the upload whose holder is killed. */
  private StoredUpload killed;

  /** Sends chunks until all is there or the holder dies; says whether it lived to the end. */
  private boolean send(ObjectStorage storage, byte[] bytes, int chunk, int commits) {
    long fence = 1;
    try {
      for (int committed = 0; killed.offset() < bytes.length; committed++) {
        try (var append = storage.append(killed, fence++, false)) {
          int from = (int) killed.offset();
          int length = Math.min(chunk, bytes.length - from);
          append.write(new ByteBuffer[] {ByteBuffer.wrap(bytes, from, length / 2)});
          append.checkpoint();
          append.write(
              new ByteBuffer[] {ByteBuffer.wrap(bytes, from + length / 2, length - length / 2)});
          var progress = from + length == bytes.length ? append.finish() : append.flush();
          if (committed == commits) {
            return false;
          }
          killed = at(killed, progress);
          append.committed(progress);
        }
      }
      storage.complete(killed, fence);
      storage.tidy(killed);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The next holder does not know how far the one before came, but by the commits. */
  private void takeOver(byte[] bytes) throws IOException {
    storage = open(false);
    try (var append = storage.append(killed, 100, true)) {
      int from = (int) killed.offset();
      append.write(new ByteBuffer[] {ByteBuffer.wrap(bytes, from, bytes.length - from)});
      var progress = append.finish();
      killed = at(killed, progress);
      append.committed(progress);
    }
    finish(storage, killed, 101);
  }

  private void requireWholeAndNothingElse(byte[] bytes, String when) throws IOException {
    assertThat(Arrays.equals(object("killed"), bytes)).as(when).isTrue();
    assertThat(keepsAnything(killed)).as(when).isFalse();
    requireNothingBut("killed");
    remove("killed");
  }

  @Test
  void holderKilledBetweenAnyTwoCallsLosesNothingAndLeavesNothing() throws IOException {
    surviveEveryKill(this::dyingAfter);
  }

  @Test
  void holderKilledBeforeAnyCommitLosesNothingAndLeavesNothing() throws IOException {
    int chunk = largeChunk();
    for (var bytes : List.of(bytes(chunk), bytes(4 * chunk - 3))) {
      boolean lived = false;
      for (int commits = 0; !lived; commits++) {
        killed = upload("killed", bytes.length);
        lived = send(open(false), bytes, chunk, commits);
        if (!lived) {
          takeOver(bytes);
        }
        requireWholeAndNothingElse(bytes, "killed after " + commits + " commits");
      }
    }
  }

  /** How a storage that dies after so many calls is made. */
  protected interface Dying {
    ObjectStorage after(int calls) throws IOException;
  }

  protected void surviveEveryKill(Dying dying) throws IOException {
    int chunk = largeChunk();
    for (var bytes : List.of(bytes(chunk), bytes(4 * chunk - 3))) {
      boolean lived = false;
      for (int calls = 0; !lived; calls++) {
        assertThat(calls).isLessThan(1000);
        killed = upload("killed", bytes.length);
        lived = send(dying.after(calls), bytes, chunk, Integer.MAX_VALUE);
        if (!lived && killed.offset() < bytes.length) {
          takeOver(bytes);
        } else if (!lived) {
          finish(open(false), killed, 101);
        }
        requireWholeAndNothingElse(bytes, "killed after " + calls + " calls");
      }
    }
  }

  @Test
  void sweepFreesWhatWasLeftByAKillBetweenAnyTwoCalls() throws IOException {
    var after = Instant.now().plusSeconds(3600);
    int chunk = largeChunk();
    var bytes = bytes(3 * chunk);
    boolean lived = false;
    for (int calls = 0; !lived; calls++) {
      killed = upload("killed", bytes.length);
      lived = send(dyingAfter(calls), bytes, chunk, Integer.MAX_VALUE);
      awaitEndOfTheKilled();
      open(false)
          .sweep(
              ids -> ids.stream().collect(Collectors.toMap(id -> id, id -> UploadUse.UNKNOWN)),
              new SweepLimits(after, after));
      if (object("killed") == null) {
        requireNothingBut();
      } else {
        requireWholeAndNothingElse(bytes, "killed after " + calls + " calls");
      }
    }
  }

  private static byte[] bytes(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** Removes a finished object, as its owner may. */
  protected abstract void remove(String path) throws IOException;

  @Test
  void checkPassesAndLeavesNothing() throws IOException {
    storage.check();
    storage.check();
  }
}
