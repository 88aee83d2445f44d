package dev.longshore.operator.serialization;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonParserSequence;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.WatchEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Reads what a watch tells. An API server writes an object's kind and apiVersion first, so that its
 * class is known before the rest is read; the client's own reader makes a tree of the whole, and
 * then an object of the tree.
 */
final class WatchEventReader extends StdDeserializer<WatchEvent> {

  private static final long serialVersionUID = 1L;
  private static final String API_VERSION = "apiVersion";
  private static final String KIND = "kind";

  private final transient Map<Kind, Class<? extends KubernetesResource>> classes;

  /** What an object says of its class. */
  private record Kind(String apiVersion, String kind) {

    static Kind of(Class<? extends KubernetesResource> type) {
      return new Kind(HasMetadata.getApiVersion(type), HasMetadata.getKind(type));
    }
  }

  WatchEventReader(List<Class<? extends KubernetesResource>> classes) {
    super(WatchEvent.class);
    this.classes = classes.stream().collect(toUnmodifiableMap(Kind::of, type -> type));
  }

  @Override
  public WatchEvent deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    var event = new WatchEvent();
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      switch (name) {
        case "type" -> event.setType(parser.getText());
        case "object" -> event.setObject(object(parser, context));
        default -> parser.skipChildren();
      }
    }
    return event;
  }

  private KubernetesResource object(JsonParser parser, DeserializationContext context)
      throws IOException {
    try (var begin = new TokenBuffer(parser, context)) {
      var type = classes.getOrDefault(readKind(parser, begin), KubernetesResource.class);
      var whole = JsonParserSequence.createFlattened(true, begin.asParser(parser), parser);
      whole.nextToken();
      return context.readValue(whole, type);
    }
  }

  /** Reads what tells the kind, as long as nothing else comes, and keeps it. */
  private static Kind readKind(JsonParser parser, TokenBuffer begin) throws IOException {
    begin.writeStartObject();
    String apiVersion = null;
    String kind = null;
    for (var name = parser.nextFieldName();
        API_VERSION.equals(name) || KIND.equals(name);
        name = parser.nextFieldName()) {
      var value = parser.nextTextValue();
      begin.writeStringField(name, value);
      if (KIND.equals(name)) {
        kind = value;
      } else {
        apiVersion = value;
      }
    }
    return new Kind(apiVersion, kind);
  }
}
