package dev.longshore.service.storage.filesystem;

import dev.longshore.service.storage.SweepLimits;
import dev.longshore.service.storage.UploadUse;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the unfinished uploads of one scope, and freeing them. Other pods do the same to the
 * same files at the same time: what is gone already is as good as freed.
 */
final class UnfinishedUploads {

  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedUploads.class);
  private static final int BATCH = 500;
  private static final int TRIES = 3;
  private static final String PROBE = "probe-";

  private final Path hidden;
  private final Path uploads;

  /**
   * What a sweep began to free. Deleting files makes their folder look as if it had just been
   * written to, so that one whose pod died meanwhile would be kept for long.
   */
  private final Path freed;

  /**
   * @param scope of the uploads that these are
   * @throws IOException if the folder can't be made
   */
  UnfinishedUploads(Path root, String scope) throws IOException {
    this.hidden = root.resolve(".longshore");
    this.uploads = hidden.resolve("uploads").resolve(scope);
    this.freed = hidden.resolve("freed");
    Files.createDirectories(uploads);
  }

  /** Where the files of an upload lie, if there are any. */
  UploadFiles files(String uploadId) {
    return new UploadFiles(uploads.resolve(uploadId));
  }

  /** Whether there is anything of an upload. */
  boolean keeps(String uploadId) {
    var files = files(uploadId);
    return Files.exists(files.first()) || Files.exists(files.folder());
  }

  /** A name for a file that shows whether this folder takes files. */
  Path probe() {
    return hidden.resolve(PROBE + UUID.randomUUID());
  }

  /** Frees an upload, as far as nobody else is doing so or goes on adding to it. */
  static void discard(UploadFiles files) throws IOException {
    Files.deleteIfExists(files.first());
    // Hardly ever; to open what is not there would cost every upload an exception.
    if (Files.exists(files.folder())) {
      discardFolder(files.folder());
    }
  }

  private static void discardFolder(Path folder) throws IOException {
    for (int tries = 1; !isDiscarded(folder); tries++) {
      if (tries == TRIES) {
        LOG.debug("a late writer is still at {}: left to the next sweep", folder);
        return;
      }
    }
  }

  private static boolean isDiscarded(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** See {@link dev.longshore.service.storage.ObjectStorage#sweep}. */
  int sweep(Function<Collection<String>, Map<String, UploadUse>> uses, SweepLimits limits)
      throws IOException {
    freeProbes(limits.ended());
    Files.createDirectories(freed);
    int count = free(uses, limits);
    deleteFreed();
    return count;
  }

  private int free(Function<Collection<String>, Map<String, UploadUse>> uses, SweepLimits limits)
      throws IOException {
    int count = 0;
    var batch = new HashMap<String, Instant>();
    try (var found = Files.newDirectoryStream(uploads)) {
      for (var each : found) {
        var id = UploadFiles.uploadId(each.getFileName().toString());
        touched(files(id)).ifPresent(time -> batch.put(id, time));
        if (batch.size() == BATCH) {
          count += free(batch, uses, limits);
          batch.clear();
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return count + free(batch, uses, limits);
  }

  private int free(
      Map<String, Instant> batch,
      Function<Collection<String>, Map<String, UploadUse>> uses,
      SweepLimits limits) {
    if (batch.isEmpty()) {
      return 0;
    }
    int count = 0;
    for (var known : uses.apply(batch.keySet()).entrySet()) {
      if (limits.mayFree(known.getValue(), batch.get(known.getKey()))
          && isFreed(files(known.getKey()))) {
        count++;
      }
    }
    return count;
  }

  private boolean isFreed(UploadFiles files) {
    boolean first = isFreed(files.first());
    return isFreed(files.folder()) || first;
  }

  private boolean isFreed(Path fileOrFolder) {
    var moved = freed.resolve(UUID.randomUUID().toString());
    try {
      Files.move(fileOrFolder, moved, StandardCopyOption.ATOMIC_MOVE);
      delete(moved);
      return true;
    } catch (NoSuchFileException e) {
      return false; // It has none, or another pod was faster.
    } catch (IOException e) {
      warn(fileOrFolder, e);
      return false;
    }
  }

  private static void delete(Path fileOrFolder) throws IOException {
    if (Files.isDirectory(fileOrFolder, LinkOption.NOFOLLOW_LINKS)) {
      discardFolder(fileOrFolder);
    } else {
      Files.deleteIfExists(fileOrFolder);
    }
  }

  /** Also what pods began to free that died. */
  private void deleteFreed() throws IOException {
    try (var moved = Files.newDirectoryStream(freed)) {
      for (var each : moved) {
        try {
          delete(each);
          if (Files.exists(each)) {
            LOG.warn("{} can't be freed: it holds a folder, which no upload makes", each);
          }
        } catch (IOException e) {
          warn(each, e);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** When an upload was last written to; empty if it is none, or another pod has just freed it. */
  private static Optional<Instant> touched(UploadFiles files) {
    try {
      var times = new ArrayList<Instant>();
      for (var each : List.of(files.first(), files.folder())) {
        lastModified(each).ifPresent(times::add);
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          addTimesWithin(each, times);
        }
      }
      return times.stream().max(Comparator.naturalOrder());
    } catch (IOException e) {
      warn(files.first(), e);
      return Optional.empty();
    }
  }

  private static void addTimesWithin(Path folder, List<Instant> times) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        lastModified(file).ifPresent(times::add);
      }
    } catch (NoSuchFileException e) {
      // Another pod has just freed it.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Empty if there is nothing, or a link, which no upload makes. */
  private static Optional<Instant> lastModified(Path file) throws IOException {
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isSymbolicLink()
          ? Optional.empty()
          : Optional.of(attributes.lastModifiedTime().toInstant());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Those of pods that died in the middle of a check. */
  private void freeProbes(Instant before) throws IOException {
    try (var probes = Files.newDirectoryStream(hidden, PROBE + "*")) {
      for (var probe : probes) {
        if (lastModified(probe).filter(before::isAfter).isPresent()) {
          Files.deleteIfExists(probe);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void warn(Path folder, Exception e) {
    LOG.warn("{} can't be freed: the pods must be able to read and delete it", folder, e);
  }
}
