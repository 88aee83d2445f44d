package dev.longshore.operator.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells of a process. */
final class ProcessFiles {

  private ProcessFiles() {}

  /** The name that it was started by. */
  static String commandOf(long pid) {
    var line = read(pid, "cmdline");
    var end = line.indexOf('\0');
    return end < 0 ? line : line.substring(0, end);
  }

  /** A number of its status, such as {@code VmRSS}, in MiB. */
  static long mebibytes(long pid, String field) {
    return read(pid, "status")
            .lines()
            .filter(line -> line.startsWith(field + ":"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow()
        / 1024;
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
