package dev.longshore.service.storage.filesystem;

import static java.nio.file.StandardOpenOption.READ;

import dev.longshore.service.storage.ObjectExistsException;
import dev.longshore.service.storage.ObjectGoneException;
import dev.longshore.service.storage.UnusableNameException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Finished objects below the root, and making them. */
final class PublishedObjects {

  private final Path root;
  private final boolean allowOverwrite;

  PublishedObjects(Path root, boolean allowOverwrite) {
    this.root = root;
    this.allowOverwrite = allowOverwrite;
  }

  /**
   * See {@link dev.longshore.service.storage.ObjectStorage#requireFree}.
   *
   * @throws ObjectExistsException if something is there that may not be replaced
   */
  void requireFree(String path) throws IOException {
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
        || !allowOverwrite && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
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

  /** The file of an object, in a folder that is made for it. */
  Path prepare(String path) throws IOException {
    var target = target(path);
    requireInside(target, path);
    makeFolder(target.getParent(), path);
    return target;
  }

  /** Gives a file a second name, at {@code target}; from then on it is a finished object. */
  void publish(Path whole, UploadFiles files, Path target) throws IOException {
    if (allowOverwrite) {
      replace(whole, files.publishing(), target);
      return;
    }
    try {
      // A hard link is the one way to publish a file that fails if the name is taken.
      Files.createLink(target, whole);
    } catch (FileAlreadyExistsException e) {
      throw taken(target);
    }
  }

  private void replace(Path whole, Path second, Path target) throws IOException {
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw taken(target);
    }
    Files.createDirectories(second.getParent());
    Files.deleteIfExists(second);
    Files.createLink(second, whole);
    Files.move(second, target, StandardCopyOption.ATOMIC_MOVE);
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

  /**
   * Opens an object to be read.
   *
   * @param made what is known of it; empty if nothing is
   * @throws ObjectGoneException if it is not there, or not that one
   */
  OpenFile open(String path, Optional<FileVersion> made) throws IOException {
    var target = target(path);
    try {
      requireInside(target, path);
      var before = FileVersion.of(target);
      var file = new OpenFile(FileChannel.open(target, READ, LinkOption.NOFOLLOW_LINKS), before);
      // The name may be given to another file in between, so that it is looked at twice.
      if (made.orElse(before).equals(before) && before.equals(versionNow(target))) {
        return file;
      }
      file.close();
    } catch (NoSuchFileException | ObjectExistsException e) {
      // It was removed, or there is no such folder inside any more.
    }
    throw new ObjectGoneException(path);
  }

  /** Null where there is none any more. */
  private static FileVersion versionNow(Path target) throws IOException {
    return Files.exists(target, LinkOption.NOFOLLOW_LINKS) ? FileVersion.of(target) : null;
  }

  /** Makes the name of an object survive a crash of the machine. */
  static void sync(Path target) throws IOException {
    try (var channel = FileChannel.open(target.getParent(), READ)) {
      channel.force(true);
    }
  }

  private ObjectExistsException taken(Path target) {
    return new ObjectExistsException(root.relativize(target).toString());
  }
}
