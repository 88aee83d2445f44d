package dev.longshore.service.storage.filesystem;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.longshore.service.storage.ObjectAppend;
import dev.longshore.service.storage.ObjectExistsException;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.Progress;
import dev.longshore.service.storage.StoredUpload;
import dev.longshore.service.storage.SweepLimits;
import dev.longshore.service.storage.UnusableNameException;
import dev.longshore.service.storage.UploadUse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Finished objects lie under the folder by their path; unfinished uploads in {@code
 * .longshore/uploads/<id>/}, which no path can name because hidden targets are refused.
 */
public final class FilesystemStorage implements ObjectStorage {

  private final FilesystemOptions options;
  private final Path root;
  private final UnfinishedUploads uploads;

  /**
   * @throws IOException if the folder can't be made or resolved
   */
  public FilesystemStorage(FilesystemOptions options) throws IOException {
    this.options = options;
    Files.createDirectories(options.path());
    this.root = options.path().toRealPath();
    this.uploads = new UnfinishedUploads(root);
  }

  @Override
  public String name() {
    return "filesystem " + root;
  }

  @Override
  public void requireFree(String path) throws IOException {
    var target = target(path);
    for (var parent = target.getParent();
        !parent.equals(root) && parent.startsWith(root);
        parent = parent.getParent()) {
      if (Files.exists(parent) && !Files.isDirectory(parent)) {
        throw new ObjectExistsException(root.relativize(parent).toString());
      }
    }
    requireInside(target, path);
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)
        || !options.allowOverwrite() && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new ObjectExistsException(path);
    }
  }

  private Path target(String path) throws UnusableNameException {
    try {
      return root.resolve(path);
    } catch (InvalidPathException e) {
      throw new UnusableNameException(
          "this server's locale knows no file names with such letters; start it with LC_ALL=C.UTF-8");
    }
  }

  @Override
  public ObjectAppend append(StoredUpload upload, long fence, boolean abandoned)
      throws IOException {
    var folder = folder(upload);
    var kept = Segments.parse(upload.state());
    var segments = abandoned ? kept.startingAt(upload.offset(), fence) : kept;
    var channel = SegmentFiles.openToWrite(folder, kept, segments, upload.offset());
    return new FileAppend(channel, upload.offset(), segments.state(), options.fsync());
  }

  @Override
  public void complete(StoredUpload upload, long fence) throws IOException {
    var target = target(upload.path());
    requireInside(target, upload.path());
    makeFolder(target.getParent(), upload.path());
    if (!isPublished(folder(upload), upload, target)) {
      publish(
          Assembly.whole(folder(upload), upload, fence, options.fsync()), target, upload.path());
    }
    if (options.fsync()) {
      sync(target.getParent());
    }
  }

  private void publish(Path whole, Path target, String path) throws IOException {
    if (options.allowOverwrite()) {
      replace(whole, target);
      return;
    }
    try {
      // A hard link is the one way to publish a file that fails if the name is taken.
      Files.createLink(target, whole);
    } catch (FileAlreadyExistsException e) {
      throw new ObjectExistsException(path);
    }
  }

  private void replace(Path whole, Path target) throws IOException {
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new ObjectExistsException(root.relativize(target).toString());
    }
    var second = whole.resolveSibling("publish");
    Files.deleteIfExists(second);
    Files.createLink(second, whole);
    Files.move(second, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether an earlier call came this far: the object is a file of this very upload. */
  private static boolean isPublished(Path folder, StoredUpload upload, Path target)
      throws IOException {
    if (!Files.exists(target) || !Files.exists(folder)) {
      return false;
    }
    var only = Segments.parse(upload.state()).onlyFile(folder);
    if (only.isPresent()) {
      return Files.exists(only.get()) && Files.isSameFile(only.get(), target);
    }
    try (var files = Files.newDirectoryStream(folder, Assembly.COPIES)) {
      for (var file : files) {
        if (Files.isSameFile(file, target)) {
          return true;
        }
      }
    }
    return false;
  }

  /** A folder inside may be a symbolic link; following it out of the root is refused. */
  private void requireInside(Path target, String path) throws IOException {
    var parent = target.getParent();
    while (!Files.exists(parent)) {
      parent = parent.getParent();
    }
    if (!parent.toRealPath().startsWith(root)) {
      throw new ObjectExistsException(path);
    }
  }

  private static void makeFolder(Path folder, String path) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new ObjectExistsException(path);
    }
  }

  @Override
  public Progress seal(StoredUpload upload, long fence) {
    return new Progress(upload.offset(), upload.state());
  }

  @Override
  public Progress concatenate(StoredUpload upload, List<StoredUpload> pieces, long fence)
      throws IOException {
    var folder = folder(upload);
    Files.createDirectories(folder);
    // A file of this lease's own, as for whoever takes over: an earlier try may still be writing.
    var segments = Segments.parse(null).startingAt(0, fence);
    try (var out = FileChannel.open(segments.lastFile(folder), CREATE, WRITE, TRUNCATE_EXISTING)) {
      for (var piece : pieces) {
        Assembly.copyAll(folder(piece), piece, out);
      }
      if (options.fsync()) {
        out.force(true);
      }
      return new Progress(out.position(), segments.state());
    }
  }

  @Override
  public void tidy(StoredUpload upload) throws IOException {
    discard(upload);
  }

  @Override
  public void discard(StoredUpload upload) throws IOException {
    UnfinishedUploads.discard(folder(upload));
  }

  @Override
  public boolean knows(String uploadId) {
    return Files.exists(uploads.folder(uploadId));
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

  private Path folder(StoredUpload upload) {
    return uploads.folder(upload.uploadId());
  }

  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }
}
