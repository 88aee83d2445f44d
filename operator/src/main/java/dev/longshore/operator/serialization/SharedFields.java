package dev.longshore.operator.serialization;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.fabric8.kubernetes.api.model.FieldsV1;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads which fields a manager has. This is half of an object in memory and, but for the owner's
 * UID, the same for all objects of a kind: one copy of each part serves all of them.
 */
final class SharedFields extends StdDeserializer<FieldsV1> {

  private static final long serialVersionUID = 1L;
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  /** A few hundred serve our objects; those of others must not fill the memory. */
  private static final int MOST = 4000;

  private final transient Map<Map<String, Object>, Map<String, Object>> known =
      new ConcurrentHashMap<>();

  SharedFields() {
    super(FieldsV1.class);
  }

  @Override
  public FieldsV1 deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    Map<String, Object> read = parser.readValueAs(MAP);
    var fields = new FieldsV1();
    fields.setAdditionalProperties(share(read));
    return fields;
  }

  private Map<String, Object> share(Map<String, Object> fields) {
    var shared = known.get(fields);
    if (shared != null) {
      return shared;
    }
    var own = LinkedHashMap.<String, Object>newLinkedHashMap(fields.size());
    fields.forEach((name, value) -> own.put(name.intern(), part(value)));
    // A copy takes a third of the memory.
    var small = Map.copyOf(own);
    return known.size() < MOST && !isOfOneObject(small) ? known(small) : small;
  }

  private Map<String, Object> known(Map<String, Object> own) {
    var before = known.putIfAbsent(own, own);
    return before == null ? own : before;
  }

  @SuppressWarnings("unchecked")
  private Object part(Object value) {
    return value instanceof Map<?, ?> map ? share((Map<String, Object>) map) : value;
  }

  /** Whether a UID is in it: nothing else has the same. */
  private static boolean isOfOneObject(Map<String, Object> fields) {
    return fields.entrySet().stream()
        .anyMatch(field ->
            field.getKey().startsWith("k:{\"uid\"")
                || field.getKey().equals("f:ownerReferences")
                || field.getKey().equals("f:metadata"));
  }
}
