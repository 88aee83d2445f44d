package dev.longshore.service.storage.filesystem;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.longshore.service.observe.Calls;
import dev.longshore.service.storage.ObjectAppend;
import dev.longshore.service.storage.ObjectGoneException;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.Progress;
import dev.longshore.service.storage.StoredObject;
import dev.longshore.service.storage.StoredUpload;
import dev.longshore.service.storage.SweepLimits;
import dev.longshore.service.storage.UploadUse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Finished objects lie under the folder by their path; unfinished uploads at {@code
 * .longshore/uploads/<scope>/<id>}, which no path can name because hidden targets are refused.
 */
public final class FilesystemStorage implements ObjectStorage {

  private final FilesystemOptions options;
  private final Path root;
  private final PublishedObjects objects;
  private final UnfinishedUploads uploads;
  private final DiskCalls disk;

  /** A storage that nobody watches. */
  public FilesystemStorage(FilesystemOptions options) throws IOException {
    this(options, Calls.UNWATCHED);
  }

  /**
   * @param calls hears of what takes time
   * @throws IOException if the folder can't be made or resolved
   */
  public FilesystemStorage(FilesystemOptions options, Calls calls) throws IOException {
    this.options = options;
    Files.createDirectories(options.path());
    this.root = options.path().toRealPath();
    this.objects = new PublishedObjects(root, options.allowOverwrite());
    this.uploads = new UnfinishedUploads(root, options.scope());
    this.disk = new DiskCalls(calls);
  }

  @Override
  public String name() {
    return "filesystem " + root;
  }

  @Override
  public void requireFree(String path) throws IOException {
    objects.requireFree(path);
  }

  @Override
  public ObjectAppend append(StoredUpload upload, long fence, boolean abandoned)
      throws IOException {
    var files = files(upload);
    var kept = Segments.parse(upload.state());
    var segments = abandoned ? kept.startingAt(upload.offset(), fence) : kept;
    var channel =
        disk.call("open", () -> SegmentFiles.openToWrite(files, kept, segments, upload.offset()));
    return new FileAppend(
        files.last(segments), channel, upload.offset(), segments.state(), options.fsync(), disk);
  }

  @Override
  public Progress complete(StoredUpload upload, long fence) throws IOException {
    var version = disk.call("publish", () -> FileVersion.of(publish(upload, fence)));
    return new Progress(upload.offset(), version.appendedTo(upload.state()));
  }

  /** The file by its name as a part of the upload: under the other one may lie another by now. */
  private Path publish(StoredUpload upload, long fence) throws IOException {
    var target = objects.prepare(upload.path());
    var files = files(upload);
    var whole = published(files, upload, target);
    if (whole == null) {
      whole = Assembly.whole(files, upload, fence, options.fsync());
      objects.publish(whole, files, target);
    }
    if (options.fsync()) {
      PublishedObjects.sync(target);
    }
    return whole;
  }

  /** The file of this very upload that an earlier call made the object, or null. */
  private static Path published(UploadFiles files, StoredUpload upload, Path target)
      throws IOException {
    if (!Files.exists(target)) {
      return null;
    }
    var only = files.only(Segments.parse(upload.state()));
    if (only.isPresent()) {
      boolean same = Files.exists(only.get()) && Files.isSameFile(only.get(), target);
      return same ? only.get() : null;
    }
    if (!Files.exists(files.folder())) {
      return null;
    }
    try (var copies = Files.newDirectoryStream(files.folder(), UploadFiles.COPIES)) {
      for (var copy : copies) {
        if (Files.isSameFile(copy, target)) {
          return copy;
        }
      }
    }
    return null;
  }

  @Override
  public StoredObject open(StoredUpload upload) throws IOException {
    var made = FileVersion.parse(upload.state());
    if (made.isEmpty() && options.allowOverwrite()) {
      // Completed before this was kept: nobody knows whose object it is.
      throw new ObjectGoneException(upload.path());
    }
    return disk.call("read", () -> objects.open(upload.path(), made));
  }

  @Override
  public Progress seal(StoredUpload upload, long fence) {
    return new Progress(upload.offset(), upload.state());
  }

  @Override
  public Progress concatenate(StoredUpload upload, List<StoredUpload> pieces, long fence)
      throws IOException {
    // A file of this lease's own, as for whoever takes over: an earlier try may still be writing.
    var segments = Segments.parse(null).startingAt(0, fence);
    long length =
        disk.call(
            "concatenate",
            () ->
                Assembly.write(
                    files(upload).last(segments),
                    out -> {
                      for (var piece : pieces) {
                        Assembly.copyAll(files(piece), piece, out);
                      }
                    },
                    options.fsync()));
    return new Progress(length, segments.state());
  }

  @Override
  public void tidy(StoredUpload upload) throws IOException {
    discard(upload);
  }

  @Override
  public void discard(StoredUpload upload) throws IOException {
    disk.call(
        "discard",
        () -> {
          UnfinishedUploads.discard(files(upload));
          return null;
        });
  }

  @Override
  public boolean knows(String uploadId) {
    return uploads.keeps(uploadId);
  }

  @Override
  public int sweep(Function<Collection<String>, Map<String, UploadUse>> uses, SweepLimits limits)
      throws IOException {
    return uploads.sweep(uses, limits);
  }

  @Override
  public void check() throws IOException {
    var probe = uploads.probe();
    try (var channel = FileChannel.open(probe, CREATE, WRITE, TRUNCATE_EXISTING)) {
      channel.force(false);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private UploadFiles files(StoredUpload upload) {
    return uploads.files(upload.uploadId());
  }
}
