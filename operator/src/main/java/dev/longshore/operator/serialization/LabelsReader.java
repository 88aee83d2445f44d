package dev.longshore.operator.serialization;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Reads maps of texts; labels and what selects them are shared. */
final class LabelsReader extends DelegatingDeserializer {

  private static final long serialVersionUID = 1L;
  private static final Set<String> LABELS = Set.of("labels", "matchLabels", "selector");

  private final transient SharedLabels shared;

  LabelsReader(JsonDeserializer<?> reader, SharedLabels shared) {
    super(reader);
    this.shared = shared;
  }

  @Override
  protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> reader) {
    return new LabelsReader(reader, shared);
  }

  @Override
  @SuppressWarnings("unchecked")
  public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    // What a Secret holds must not stay longer than it takes to make a digest of it.
    var isLabels = LABELS.contains(name(parser));
    var map = super.deserialize(parser, context);
    return isLabels && map != null ? shared.of((Map<String, String>) map) : map;
  }

  private static String name(JsonParser parser) {
    var around = parser.getParsingContext().getParent();
    return around == null || around.getCurrentName() == null ? "" : around.getCurrentName();
  }
}
