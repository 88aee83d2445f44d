package dev.longshore.service.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.Map;

/** Events in the JSON Event Format of CloudEvents 1.0.2, which is signed as a whole. */
public final class CloudEventJson {

  /** Of structured mode (HTTP Protocol Binding, section 3.2). */
  public static final String MEDIA_TYPE = "application/cloudevents+json; charset=UTF-8";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CloudEventJson() {}

  /**
   * @param fields the event's attributes by their names, and as {@code data} its data in JSON
   */
  public static String of(Map<String, String> fields) {
    var json = MAPPER.createObjectNode();
    fields.forEach((name, value) -> {
      if (name.equals("data")) {
        json.putRawValue(name, new RawValue(value));
      } else {
        json.put(name, value);
      }
    });
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts have a JSON form", e);
    }
  }
}
