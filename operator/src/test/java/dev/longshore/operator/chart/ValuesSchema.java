package dev.longshore.operator.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longshore.operator.cluster.Chart;
import java.nio.file.Path;
import java.util.List;

/** The chart's values as a JSON Schema, which Helm holds every install to. */
final class ValuesSchema {

  static final Path COMMITTED = Chart.FOLDER.resolve("values.schema.json");

  private static final ObjectMapper JSON = new ObjectMapper();

  private ValuesSchema() {}

  static String of(List<ValuesFile.Value> values) {
    var root = JSON.createObjectNode();
    root.put("$schema", "https://json-schema.org/draft-07/schema#");
    root.put("title", "Values of the Longshore chart");
    close(root, values);
    // Helm hands the values of a parent chart down under this name.
    root.withObject("/properties").putObject("global").put("type", "object");
    return print(root) + "\n";
  }

  private static void close(ObjectNode schema, List<ValuesFile.Value> values) {
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    var properties = schema.putObject("properties");
    values.forEach(value -> properties.set(value.name(), schema(value)));
  }

  private static ObjectNode schema(ValuesFile.Value value) {
    var schema = JSON.createObjectNode();
    schema.put("description", value.meaning());
    schema.put("type", type(value.standard()));
    if (value.below().isEmpty()) {
      schema.set("default", value.standard());
    } else {
      close(schema, value.below());
    }
    return schema.setAll(value.bounds());
  }

  static String type(JsonNode standard) {
    return switch (standard.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case BOOLEAN -> "boolean";
      case NUMBER -> "integer";
      case STRING -> "string";
      default -> throw new IllegalArgumentException("A value needs a default, not " + standard);
    };
  }

  private static String print(JsonNode schema) {
    var indent = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter().withObjectIndenter(indent);
    try {
      return JSON.writer(printer).writeValueAsString(schema);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
