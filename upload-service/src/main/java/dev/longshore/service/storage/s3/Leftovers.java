package dev.longshore.service.storage.s3;

import dev.longshore.service.storage.SweepLimits;
import dev.longshore.service.storage.UploadUse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What the bucket keeps of the unfinished uploads of one scope, and how it is found and freed. */
final class Leftovers {

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final int PAGE = 1000;
  private static final int BATCH = 500;

  /** A multipart upload is begun right after its marker is written. */
  private static final Duration BEGUN_WITHIN = Duration.ofMinutes(5);

  private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(1);

  private final Bucket bucket;
  private final Multiparts multiparts;
  private final Keys keys;

  Leftovers(UploadStore store) {
    this.bucket = store.bucket();
    this.multiparts = store.multiparts();
    this.keys = store.keys();
  }

  boolean any(String uploadId) throws IOException {
    return !bucket.list(keys.upload(uploadId), 1, null).contents().isEmpty();
  }

  /**
   * Frees everything that is kept of an upload.
   *
   * @param done the multipart upload that made its object, or null
   */
  void free(String uploadId, UploadState.Multipart done) throws IOException {
    free(uploadId, all(keys.upload(uploadId)), done);
  }

  private void free(String uploadId, List<S3Object> objects, UploadState.Multipart done)
      throws IOException {
    var markers = objects.stream().filter(object -> isMarker(object.key())).toList();
    // The only one is that of what is done, and need not be read.
    boolean isDone =
        done != null
            && markers.size() == 1
            && markers.getFirst().key().equals(keys.marker(uploadId, done.fence(), 1));
    for (var marker : isDone ? List.<S3Object>of() : markers) {
      abort(marker, done);
    }
    bucket.delete(objects.stream().map(S3Object::key).toList());
  }

  private boolean isMarker(String key) {
    return key.startsWith(Keys.MARKER, key.lastIndexOf('/') + 1);
  }

  private void abort(S3Object object, UploadState.Multipart done) throws IOException {
    var marker = read(object.key());
    if (marker == null) {
      return; // Another pod has just freed it.
    }
    if (marker.id() == null) {
      abortUnnamed(object, marker);
    } else if (done == null || !marker.id().equals(done.id())) {
      multiparts.abort(marker.key(), marker.id());
    }
  }

  /** The pod died while it began one, or never heard the answer. It may be there. */
  private void abortUnnamed(S3Object object, Marker marker) throws IOException {
    var from = object.lastModified().minus(CLOCKS_DIFFER_BY);
    var to = object.lastModified().plus(BEGUN_WITHIN);
    var unnamed = new HashSet<String>();
    multiparts.begun(marker.key(), from, to).forEach(upload -> unnamed.add(upload.uploadId()));
    if (unnamed.isEmpty()) {
      return;
    }
    for (var other : all(keys.everybodysUploads())) {
      var named = isMarker(other.key()) ? read(other.key()) : null;
      if (named != null && named.key().equals(marker.key())) {
        if (named.id() != null) {
          unnamed.remove(named.id());
        } else if (!isOfSame(other, object)) {
          return; // It can't be told whose they are: the bucket's own rules will free them.
        }
      }
    }
    for (var id : unnamed) {
      multiparts.abort(marker.key(), id);
    }
  }

  private boolean isOfSame(S3Object one, S3Object other) {
    return folder(one).equals(folder(other));
  }

  private static String folder(S3Object object) {
    return object.key().substring(0, object.key().lastIndexOf('/'));
  }

  private Marker read(String key) throws IOException {
    try {
      return Marker.parse(bucket.read(key));
    } catch (CallFailedException e) {
      if (e.isMissing()) {
        return null;
      }
      throw e;
    }
  }

  private List<S3Object> all(String prefix) throws IOException {
    var objects = new ArrayList<S3Object>();
    String continuation = null;
    do {
      var page = bucket.list(prefix, PAGE, continuation);
      objects.addAll(page.contents());
      continuation = page.nextContinuationToken();
    } while (continuation != null);
    return objects;
  }

  /** As {@link dev.longshore.service.storage.ObjectStorage#sweep}. */
  int sweep(Function<Collection<String>, Map<String, UploadUse>> uses, SweepLimits limits)
      throws IOException {
    freeProbes(limits.ended());
    int freed = 0;
    // In order of their keys, what belongs to one upload is together.
    var batch = new LinkedHashMap<String, List<S3Object>>();
    String continuation = null;
    do {
      var page = bucket.list(keys.uploads(), PAGE, continuation);
      for (var object : page.contents()) {
        var id = id(object);
        if (batch.size() == BATCH && !batch.containsKey(id)) {
          freed += free(batch, uses, limits);
          batch.clear();
        }
        batch.computeIfAbsent(id, any -> new ArrayList<>()).add(object);
      }
      continuation = page.nextContinuationToken();
    } while (continuation != null);
    return freed + free(batch, uses, limits);
  }

  private String id(S3Object object) {
    var key = object.key().substring(keys.uploads().length());
    int end = key.indexOf('/');
    return end < 0 ? key : key.substring(0, end);
  }

  private int free(
      Map<String, List<S3Object>> batch,
      Function<Collection<String>, Map<String, UploadUse>> uses,
      SweepLimits limits) {
    if (batch.isEmpty()) {
      return 0;
    }
    int freed = 0;
    for (var used : uses.apply(batch.keySet()).entrySet()) {
      var objects = batch.get(used.getKey());
      try {
        if (mayFree(used.getValue(), objects, limits)) {
          free(used.getKey(), objects, null);
          freed++;
        }
      } catch (IOException e) {
        LOG.warn("what is kept of upload {} can't be freed", used.getKey(), e);
      }
    }
    return freed;
  }

  private boolean mayFree(UploadUse use, List<S3Object> objects, SweepLimits limits)
      throws IOException {
    var touched = objects.stream().map(S3Object::lastModified).max(Instant::compareTo);
    return limits.mayFree(use, touched.orElseThrow())
        && limits.mayFree(use, lastPart(objects, touched.get()));
  }

  /** Those of pods that died in the middle of a check. */
  private void freeProbes(Instant before) throws IOException {
    bucket.delete(
        all(keys.probes()).stream()
            .filter(probe -> probe.lastModified().isBefore(before))
            .map(S3Object::key)
            .toList());
  }

  /** When the last part of an upload was written, or {@code touched} if that was later. */
  private Instant lastPart(List<S3Object> objects, Instant touched) throws IOException {
    var last = touched;
    for (var object : objects) {
      var marker = isMarker(object.key()) ? read(object.key()) : null;
      if (marker != null && marker.id() != null) {
        for (var part : parts(marker)) {
          last = part.lastModified().isAfter(last) ? part.lastModified() : last;
        }
      }
    }
    return last;
  }

  private List<Part> parts(Marker marker) throws IOException {
    try {
      return multiparts.parts(marker.key(), marker.id());
    } catch (CallFailedException e) {
      if (e.isMissing()) {
        return List.of();
      }
      throw e;
    }
  }
}
