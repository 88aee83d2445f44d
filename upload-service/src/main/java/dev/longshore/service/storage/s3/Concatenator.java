package dev.longshore.service.storage.s3;

import dev.longshore.service.storage.Progress;
import dev.longshore.service.storage.StoredUpload;
import dev.longshore.service.storage.s3.Concatenation.Step;
import dev.longshore.service.storage.s3.Concatenation.Stretch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes the bytes of sealed uploads those of a new one. */
final class Concatenator {

  private final UploadStore store;
  private final PartLimits limits;

  Concatenator(UploadStore store, PartLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  Progress concatenate(StoredUpload upload, List<StoredUpload> pieces, long fence)
      throws IOException {
    var sources = new ArrayList<Stretch>();
    long length = 0;
    int crc = 0;
    for (var piece : pieces) {
      if (piece.offset() == 0) {
        continue;
      }
      var state = UploadState.parse(piece.state(), piece.offset());
      sources.addAll(stretches(piece, state));
      crc = Crc32c.combine(crc, state.crc(), piece.offset());
      length += piece.offset();
    }
    return length < limits.minPartSize()
        ? asTail(upload, sources, length, crc, fence)
        : asParts(upload, sources, length, crc, fence);
  }

  private List<Stretch> stretches(StoredUpload piece, UploadState state) throws IOException {
    if (state.multipart() == null) {
      return state.tails().stream()
          .map(tail -> new Stretch(store.keys().tail(piece.uploadId(), tail), 0, tail.length()))
          .toList();
    }
    if (!state.made()) {
      throw new IOException("upload " + piece.uploadId() + " is not sealed");
    }
    var key = store.keys().whole(piece.uploadId(), state.multipart().fence());
    return List.of(new Stretch(key, 0, piece.offset()));
  }

  private Progress asTail(
      StoredUpload upload, List<Stretch> sources, long length, int crc, long fence)
      throws IOException {
    var tails = new ArrayList<Tail>();
    if (length > 0) {
      var tail = new Tail(0, length, fence);
      tails.add(tail);
      try (var _ = store.permit()) {
        store
            .bucket()
            .put(
                store.keys().tail(upload.uploadId(), tail),
                content(sources),
                request -> {
                  store.headers().hidden(request);
                  request.checksumCRC32C(store.headers().checksum(crc));
                });
      }
    }
    return progress(new UploadState(null, false, true, 0, crc, tails, null), length);
  }

  private Progress asParts(
      StoredUpload upload, List<Stretch> sources, long length, int crc, long fence)
      throws IOException {
    var steps = Concatenation.plan(sources, limits);
    if (steps.size() > limits.maxParts()) {
      throw new IOException(
          "%d pieces make %d parts, and the storage allows %d"
              .formatted(sources.size(), steps.size(), limits.maxParts()));
    }
    var begun = store.begin(upload, fence);
    store.name(begun);
    var multipart = begun.multipart();
    var key = store.target(upload, fence);
    var made = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < steps.size(); i++) {
        var step = steps.get(i);
        int number = i + 1;
        made.add(
            threads.submit(() -> {
              try (var _ = store.permit()) {
                make(key, multipart.id(), number, step);
              }
              return null;
            }));
      }
    }
    for (var step : made) {
      await(step);
    }
    return progress(new UploadState(null, false, true, crc, 0, List.of(), multipart), length);
  }

  private void make(String key, String id, int number, Step step) throws IOException {
    if (step.copied()) {
      var from = step.stretches().getFirst();
      store.multiparts().copyPart(key, id, number, from.key(), from.from(), from.length());
    } else {
      store.multiparts().uploadPart(key, id, number, content(step.stretches()), null);
    }
  }

  private Content content(List<Stretch> stretches) {
    return Content.of(
        stretches.stream()
            .map(from -> store.bucket().content(from.key(), from.from(), from.length()))
            .toList());
  }

  private static Progress progress(UploadState state, long length) {
    return new Progress(length, state.format());
  }

  private static void await(Future<?> step) throws IOException {
    try {
      step.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException();
    }
  }
}
