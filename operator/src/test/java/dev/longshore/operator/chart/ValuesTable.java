package dev.longshore.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The chart's values as a page for people. */
final class ValuesTable {

  static final Path COMMITTED = Path.of("..", "docs", "values.md");

  private static final String HEADER =
      """
      # Values of the chart
      <!-- Generated from helm/longshore/values.yaml: ./mvnw -pl operator test -Dtest=ValuesDriftTest -Dlongshore.generate=true -->

      What `helm install` and `helm upgrade` take with `--set` and `--values`. Anything else is refused by name. How to install: [install.md](install.md).

      | value | type | default | |
      |---|---|---|---|
      """;

  private ValuesTable() {}

  static String of(List<ValuesFile.Value> values) {
    return HEADER + rows("", values).collect(Collectors.joining());
  }

  private static Stream<String> rows(String path, List<ValuesFile.Value> values) {
    return values.stream()
        .flatMap(value ->
            value.below().isEmpty()
                ? Stream.of(row(path, value))
                : rows(path + value.name() + ".", value.below()));
  }

  private static String row(String path, ValuesFile.Value value) {
    return "| `%s%s` | %s | %s | %s |\n"
        .formatted(path, value.name(), type(value), standard(value), value.meaning());
  }

  private static String type(ValuesFile.Value value) {
    var bounds = value.bounds();
    if (bounds.has("enum")) {
      return list(bounds.get("enum"))
          .map(choice -> choice.isEmpty() ? "empty" : choice)
          .collect(Collectors.joining(", "));
    }
    if (bounds.path("type").isArray()) {
      return list(bounds.get("type")).collect(Collectors.joining(" or "));
    }
    var range =
        bounds.has("minimum") ? " from %s on".formatted(bounds.get("minimum").asText()) : "";
    if (bounds.has("maximum")) {
      range = " %s..%s".formatted(bounds.get("minimum").asText(), bounds.get("maximum").asText());
    }
    return ValuesSchema.type(value.standard()) + range;
  }

  private static Stream<String> list(JsonNode array) {
    var items = Spliterators.spliteratorUnknownSize(array.elements(), Spliterator.ORDERED);
    return StreamSupport.stream(items, false).map(JsonNode::asText);
  }

  private static String standard(ValuesFile.Value value) {
    var standard = value.standard();
    var empty = standard.isTextual() ? standard.asText().isEmpty() : false;
    return empty || standard.isContainerNode() && standard.isEmpty()
        ? ""
        : "`" + text(standard) + "`";
  }

  private static String text(JsonNode standard) {
    return standard.isTextual() ? standard.asText() : standard.toString();
  }
}
