package dev.longshore.service.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The table in {@code docs/environment.md}. */
final class EnvironmentTable {

  /** A row, without the back quotes; a default that is not there is empty. */
  record Row(String variable, String property, String defaultValue) {}

  private EnvironmentTable() {}

  static List<Row> rows() throws IOException {
    return Files.readAllLines(Path.of("../docs/environment.md")).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.replace("`", "").split(" *\\| *", -1))
        .map(cells -> new Row(cells[1], cells[2], cells[4]))
        .toList();
  }
}
