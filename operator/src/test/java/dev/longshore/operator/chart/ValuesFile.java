package dev.longshore.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.longshore.operator.cluster.Chart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The chart's values.yaml with its comments: name, default, meaning and bounds of each value. */
final class ValuesFile {

  private static final String SCHEMA = "@schema ";
  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * A value.
   *
   * @param name its last name, such as {@code tag}
   * @param meaning what the comment above it says
   * @param bounds the keywords of JSON Schema in the comment; may be empty
   * @param standard what it is unless set
   * @param below the values that it holds; empty for one that is set as a whole
   */
  record Value(
      String name, String meaning, ObjectNode bounds, JsonNode standard, List<Value> below) {}

  private ValuesFile() {}

  static List<Value> read() {
    try {
      var text = Files.readString(Chart.FOLDER.resolve("values.yaml"));
      var settings = LoadSettings.builder().setParseComments(true).build();
      var root = new Compose(settings).composeString(text).orElseThrow();
      return values(root, YAML.readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Value> values(Node node, JsonNode standards) {
    return ((MappingNode) node).getValue().stream().map(entry -> value(entry, standards)).toList();
  }

  private static Value value(NodeTuple entry, JsonNode standards) {
    var key = (ScalarNode) entry.getKeyNode();
    var standard = standards.get(key.getValue());
    var comment = comment(key.getBlockComments());
    var bounds =
        comment.stream()
            .filter(line -> line.startsWith(SCHEMA))
            .map(line -> parse(line.substring(SCHEMA.length())))
            .reduce(JsonNodeFactory.instance.objectNode(), ObjectNode::setAll);
    var meaning =
        comment.stream().filter(line -> !line.startsWith(SCHEMA)).collect(Collectors.joining(" "));
    // What has bounds of its own is set as a whole, whatever the default holds.
    var whole = !standard.isObject() || !bounds.isEmpty();
    return new Value(
        key.getValue(),
        meaning,
        bounds,
        standard,
        whole ? List.of() : values(entry.getValueNode(), standard));
  }

  /** The block right above; one that an empty line parts from the key belongs to the file. */
  private static List<String> comment(List<CommentLine> lines) {
    var kinds = lines.stream().map(CommentLine::getCommentType).toList();
    return lines.subList(kinds.lastIndexOf(CommentType.BLANK_LINE) + 1, lines.size()).stream()
        .map(line -> line.getValue().strip())
        .toList();
  }

  private static ObjectNode parse(String bounds) {
    try {
      return (ObjectNode) YAML.readTree(bounds);
    } catch (IOException e) {
      throw new UncheckedIOException("@schema " + bounds, e);
    }
  }
}
