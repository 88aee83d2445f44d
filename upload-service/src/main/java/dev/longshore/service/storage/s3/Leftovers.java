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

/** What the bucket keeps of unfinished uploads, and how it is found and freed. */
final class Leftovers {

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final int PAGE = 1000;
  private static final int BATCH = 500;

  /** A multipart upload is begun right after its marker is written. */
  private static final Duration BEGUN_WITHIN = Duration.ofMinutes(15);

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
   * @param done a multipart upload that is known to be completed, or null
   */
  void free(String uploadId, UploadState.Multipart done) throws IOException {
    free(uploadId, all(keys.upload(uploadId)), done);
  }

  private void free(String uploadId, List<S3Object> objects, UploadState.Multipart done)
      throws IOException {
    var ofDone = done == null ? null : keys.marker(uploadId, done.fence());
    for (var object : objects) {
      if (isMarker(object.key()) && !object.key().equals(ofDone)) {
        abort(object);
      }
    }
    // Markers are last in the order of keys only by chance: they must go after the aborts.
    bucket.delete(objects.stream().map(S3Object::key).toList());
  }

  private boolean isMarker(String key) {
    return key.startsWith(Keys.MARKER, key.lastIndexOf('/') + 1);
  }

  private void abort(S3Object marker) throws IOException {
    var of = read(marker.key());
    if (of == null) {
      return; // Another pod has just freed it.
    }
    if (of.id() != null) {
      multiparts.abort(of.key(), of.id());
      return;
    }
    // Its pod died while it was begun. It may be there, if nobody else's is.
    var from = marker.lastModified().minus(CLOCKS_DIFFER_BY);
    var begun = multiparts.begun(of.key(), from, marker.lastModified().plus(BEGUN_WITHIN));
    if (begun.isEmpty()) {
      return;
    }
    var others = new HashSet<String>();
    for (var object : all(keys.uploads())) {
      if (isMarker(object.key()) && !object.key().equals(marker.key())) {
        var other = read(object.key());
        if (other != null && other.key().equals(of.key())) {
          if (other.id() == null) {
            return; // It can't be told whose it is: the bucket's own rules will free it.
          }
          others.add(other.id());
        }
      }
    }
    for (var upload : begun) {
      if (!others.contains(upload.uploadId())) {
        multiparts.abort(upload.key(), upload.uploadId());
      }
    }
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
