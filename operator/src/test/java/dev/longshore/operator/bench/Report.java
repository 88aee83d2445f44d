package dev.longshore.operator.bench;

import java.util.ArrayList;
import java.util.List;

/** What was measured, as a table. */
final class Report {

  private final List<String> rows = new ArrayList<>();

  void row(String what, String format, Object... values) {
    var row = "| %s | %s |".formatted(what, format.formatted(values));
    System.err.println(row);
    rows.add(row);
  }

  String markdown() {
    return "| | |\n|---|---|\n" + String.join("\n", rows);
  }
}
