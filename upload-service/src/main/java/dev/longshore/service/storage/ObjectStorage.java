package dev.longshore.service.storage;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps the bytes of unfinished uploads and makes finished objects of them. Calls may block. Only
 * the holder of an upload's lease calls {@link #append}, {@link #complete}, {@link #tidy} and
 * {@link #discard} for it; a holder that lost its lease may still be in the middle of one.
 */
public interface ObjectStorage {

  /** Name of the storage as people see it in logs and in {@code /health}. */
  String name();

  /**
   * Checks that an object may be made at this path.
   *
   * @throws ObjectExistsException if one is there and may not be replaced
   * @throws UnusableNameException if the storage can't hold an object of this name
   */
  void requireFree(String path) throws IOException;

  /**
   * Opens the upload for more bytes behind {@link StoredUpload#offset()}.
   *
   * @param fence number of the lease under which the bytes are written
   * @param abandoned whether a former holder may still write, so that its bytes must be kept apart
   * @throws UploadLostException if not all bytes in front of the offset are kept, or if they are a
   *     finished object already: the session is from an earlier time than the storage
   */
  ObjectAppend append(StoredUpload upload, long fence, boolean abandoned) throws IOException;

  /**
   * Makes the object of a full upload: afterwards it lies under its path, whole. May be called
   * again after a crash at any point of an earlier call.
   *
   * @param fence number of the lease under which this is done
   * @return as after a flush; the state is to be kept, for {@link #open}
   * @throws ObjectExistsException if another object lies there and may not be replaced
   * @throws StorageFullException if there is no room left for what must be copied
   * @throws UploadLostException if not all bytes are kept
   */
  Progress complete(StoredUpload upload, long fence) throws IOException;

  /**
   * Opens the object of a completed upload to be read, which needs no lease. It is never another
   * one that lies under the same path by now: that may be of somebody else.
   *
   * @throws ObjectGoneException if it was removed or replaced
   */
  StoredObject open(StoredUpload upload) throws IOException;

  /**
   * Makes the bytes of a full upload ready to be pieces of others; it never becomes an object by
   * itself. May be called again after a crash.
   *
   * @param fence number of the lease under which this is done
   * @return as after a flush; the state is to be kept
   */
  Progress seal(StoredUpload upload, long fence) throws IOException;

  /**
   * Makes the bytes of sealed uploads, one after the other, the bytes of a new one, without taking
   * them through this process where the storage can do that. The pieces stay as they are. May be
   * called again after a crash.
   *
   * @param upload a new upload that nothing was written to
   * @param fence number of the lease of {@code upload}
   * @throws StorageFullException if there is no room left
   */
  Progress concatenate(StoredUpload upload, List<StoredUpload> pieces, long fence)
      throws IOException;

  /** Frees what {@link #complete} left for the case of a crash; the object stays. */
  void tidy(StoredUpload upload) throws IOException;

  /** Frees everything of an unfinished upload. Nothing being there is no error. */
  void discard(StoredUpload upload) throws IOException;

  /**
   * Whether bytes of an unfinished upload of this name are kept, so that it existed although no
   * session tells of it.
   */
  boolean knows(String uploadId) throws IOException;

  /**
   * Frees what is kept of uploads that nobody can go on with. Several pods may sweep at once, and
   * any may die in the middle. What can't be freed is logged and left to the next sweep.
   *
   * @param uses what is known of these uploads, for every one of them; asked about some hundreds at
   *     a time, after the storage was looked at. Where it throws, nothing more is freed
   * @return how many uploads were freed
   */
  int sweep(Function<Collection<String>, Map<String, UploadUse>> uses, SweepLimits limits)
      throws IOException;

  /** What is held in memory for uploads, where that is limited; empty where nothing is held. */
  default Optional<MemoryUse> memoryUse() {
    return Optional.empty();
  }

  /** Fails if the storage can't be written to, with a message for the operator of the service. */
  void check() throws IOException;
}
