package dev.longshore.operator.serialization;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import java.io.IOException;
import java.util.List;

/** Reads lists, most of which have one element, and keeps no room for more. */
final class LeanList extends DelegatingDeserializer {

  private static final long serialVersionUID = 1L;

  LeanList(JsonDeserializer<?> reader) {
    super(reader);
  }

  @Override
  protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> reader) {
    return new LeanList(reader);
  }

  @Override
  public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    var list = (List<?>) super.deserialize(parser, context);
    return list == null || list.contains(null) ? list : List.copyOf(list);
  }
}
