package dev.longshore.operator.serialization;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import java.io.IOException;

/** Reads an object of Kubernetes' model, which then has no map for what it does not know. */
final class LeanObject extends DelegatingDeserializer {

  private static final long serialVersionUID = 1L;

  private final transient UnknownProperties unknown;

  LeanObject(JsonDeserializer<?> reader, UnknownProperties unknown) {
    super(reader);
    this.unknown = unknown;
  }

  @Override
  protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> reader) {
    return new LeanObject(reader, unknown);
  }

  @Override
  public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    var object = super.deserialize(parser, context);
    if (object != null) {
      unknown.dropIfEmpty(object);
    }
    return object;
  }
}
