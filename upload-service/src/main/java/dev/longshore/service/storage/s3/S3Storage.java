package dev.longshore.service.storage.s3;

import dev.longshore.service.observe.Calls;
import dev.longshore.service.storage.MemoryUse;
import dev.longshore.service.storage.ObjectAppend;
import dev.longshore.service.storage.ObjectExistsException;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.Progress;
import dev.longshore.service.storage.StorageFullException;
import dev.longshore.service.storage.StoredObject;
import dev.longshore.service.storage.StoredUpload;
import dev.longshore.service.storage.SweepLimits;
import dev.longshore.service.storage.UnusableNameException;
import dev.longshore.service.storage.UploadUse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Finished objects lie in the bucket by their path, behind the prefix; see {@link Keys}. */
public final class S3Storage implements ObjectStorage, AutoCloseable {

  private final S3Options options;
  private final SdkHttpClient http;
  private final S3Client client;
  private final S3Client once;
  private final Bucket bucket;
  private final Keys keys;
  private final UploadStore store;
  private final Completion completion;
  private final Leftovers leftovers;
  private final Supplier<Readers> makeReaders;
  private Readers readers;
  private final String name;

  /** A storage that nobody watches, and that gives no links. */
  S3Storage(S3Connection connection, S3Options options) {
    this(connection, options, null, Calls.UNWATCHED);
  }

  /**
   * Connects at the first call, not here.
   *
   * @param links how readers are sent to the bucket, or null if they are not
   * @param calls hears of every call
   */
  public S3Storage(S3Connection connection, S3Options options, LinkOptions links, Calls calls) {
    this.options = options;
    this.http = S3Clients.connections(connection, options.concurrency());
    this.client = S3Clients.connect(http, connection, connection.attempts(), calls);
    this.once = S3Clients.connect(http, connection, 1, calls);
    this.bucket = new Bucket(client, options.bucket(), connection.timeout());
    // Whoever waits for memory waits for calls of others, which may be tried several times.
    var patience = connection.timeout().multipliedBy(connection.attempts());
    this.store =
        new UploadStore(bucket, once, options, new MemoryBudget(options.memory(), patience), calls);
    this.keys = store.keys();
    this.completion = new Completion(store, options);
    this.leftovers = new Leftovers(store);
    this.makeReaders = () -> new Readers(connection, options.bucket(), keys, links, calls);
    this.name =
        "s3 %s/%s%s"
            .formatted(
                options.bucket(),
                options.prefix(),
                connection.endpoint() == null ? "" : " at " + connection.endpoint());
  }

  @Override
  public Optional<MemoryUse> memoryUse() {
    return Optional.of(store.memory().use());
  }

  /** What all uploads hold in memory. */
  MemoryBudget memory() {
    return store.memory();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void requireFree(String path) throws IOException {
    var key = keys.object(path);
    int length = key.getBytes(StandardCharsets.UTF_8).length;
    if (length > Keys.MAX_BYTES) {
      throw new UnusableNameException(
          "with this service's prefix it is %d bytes long, and S3 takes %d"
              .formatted(length, Keys.MAX_BYTES));
    }
    if (!options.allowOverwrite() && bucket.head(key).isPresent()) {
      throw new ObjectExistsException(path);
    }
  }

  @Override
  public ObjectAppend append(StoredUpload upload, long fence, boolean abandoned)
      throws IOException {
    var state = state(upload);
    if (abandoned) {
      state = state.asLittered();
    }
    return new S3Append(store, upload, state, fence, atOnce(upload, state));
  }

  /** Under which condition the object may be made at the end of a body, null for none. */
  private Publication.Condition atOnce(StoredUpload upload, UploadState state) throws IOException {
    if (!options.conditionalWrites() || upload.partial() || state.multipart() != null) {
      return null;
    }
    if (!options.allowOverwrite()) {
      return Publication.Condition.ABSENT;
    }
    if (upload.totalSize() != null && upload.totalSize() > state.grid().from(2)) {
      return null;
    }
    // A late holder must not replace what was made since.
    var there = bucket.head(keys.object(upload.path()));
    if (there.isEmpty()) {
      return Publication.Condition.ABSENT;
    }
    return Publication.isOf(upload, there.get()) ? null : Publication.Condition.same(there.get());
  }

  private UploadState state(StoredUpload upload) throws IOException {
    return upload.state() == null
        ? UploadState.begin(
            PartGrid.of(upload.totalSize(), options.partSize(), options.limits()), false)
        : UploadState.parse(upload.state(), upload.offset());
  }

  @Override
  public Progress complete(StoredUpload upload, long fence) throws IOException {
    var state = state(upload);
    if (!state.made()) {
      run(() -> completion.complete(upload, state));
    }
    // Which upload an object was made of, it says itself.
    return new Progress(upload.offset(), upload.state());
  }

  @Override
  public StoredObject open(StoredUpload upload) throws IOException {
    return readers().open(upload);
  }

  /** Where nobody reads, they take nothing. */
  private synchronized Readers readers() {
    readers = readers == null ? makeReaders.get() : readers;
    return readers;
  }

  @Override
  public Progress seal(StoredUpload upload, long fence) throws IOException {
    var state = state(upload);
    if (state.multipart() == null || state.made()) {
      return new Progress(upload.offset(), upload.state());
    }
    if (!upload.partial()) {
      throw new IOException(upload.uploadId() + " was not begun as a partial upload");
    }
    run(() -> completion.complete(upload, state));
    return new Progress(upload.offset(), state.asMade().format());
  }

  @Override
  public Progress concatenate(StoredUpload upload, List<StoredUpload> pieces, long fence)
      throws IOException {
    try {
      return new Concatenator(store, options.limits()).concatenate(upload, pieces, fence);
    } catch (CallFailedException e) {
      throw e.isFull() ? new StorageFullException(e) : e;
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void run(Action action) throws IOException {
    try {
      action.run();
    } catch (CallFailedException e) {
      throw e.isFull() ? new StorageFullException(e) : e;
    }
  }

  @Override
  public void tidy(StoredUpload upload) throws IOException {
    var state = state(upload);
    boolean clean = state.made() && !state.littered() && state.multipart() == null;
    if (!clean) {
      leftovers.free(upload.uploadId(), state.multipart());
    }
  }

  @Override
  public void discard(StoredUpload upload) throws IOException {
    leftovers.free(upload.uploadId(), null);
  }

  @Override
  public boolean knows(String uploadId) throws IOException {
    return leftovers.any(uploadId);
  }

  @Override
  public int sweep(Function<Collection<String>, Map<String, UploadUse>> uses, SweepLimits limits)
      throws IOException {
    return leftovers.sweep(uses, limits);
  }

  @Override
  public void check() throws IOException {
    var probe = keys.probes() + UUID.randomUUID();
    bucket.write(probe, new byte[0], store.headers()::hidden);
    bucket.delete(List.of(probe));
  }

  @Override
  public synchronized void close() {
    if (readers != null) {
      readers.close();
    }
    client.close();
    once.close();
    http.close();
  }
}
