package dev.longshore.operator.serialization;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.type.CollectionType;
import com.fasterxml.jackson.databind.type.MapType;
import java.util.ArrayList;

/**
 * Reads objects so that little of them stays. A tenth of what a thousand resources take is maps for
 * properties that the model does not know and nobody has, another tenth labels that are the same in
 * all objects of a resource.
 */
final class LeanObjects extends BeanDeserializerModifier {

  private static final long serialVersionUID = 1L;

  private final transient SharedLabels labels = new SharedLabels();

  @Override
  public JsonDeserializer<?> modifyDeserializer(
      DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
    return UnknownProperties.of(bean.getBeanClass())
        .<JsonDeserializer<?>>map(unknown -> new LeanObject(deserializer, unknown))
        .orElse(deserializer);
  }

  @Override
  public JsonDeserializer<?> modifyMapDeserializer(
      DeserializationConfig config,
      MapType type,
      BeanDescription bean,
      JsonDeserializer<?> deserializer) {
    return type.getContentType().hasRawClass(String.class)
        ? new LabelsReader(deserializer, labels)
        : deserializer;
  }

  @Override
  public JsonDeserializer<?> modifyCollectionDeserializer(
      DeserializationConfig config,
      CollectionType type,
      BeanDescription bean,
      JsonDeserializer<?> deserializer) {
    return type.getRawClass().isAssignableFrom(ArrayList.class)
        ? new LeanList(deserializer)
        : deserializer;
  }
}
