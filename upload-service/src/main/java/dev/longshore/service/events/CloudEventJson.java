package dev.longshore.service.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.longshore.service.session.UploadEvent;

/** Events in the JSON Event Format of CloudEvents 1.0.2, which is signed as a whole. */
final class CloudEventJson {

  /** Of structured mode (HTTP Protocol Binding, section 3.2). */
  static final String MEDIA_TYPE = "application/cloudevents+json; charset=UTF-8";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CloudEventJson() {}

  static String of(UploadEvent event) {
    var json = MAPPER.createObjectNode();
    event
        .fields()
        .forEach((name, value) -> {
          if (name.equals("data")) {
            json.putRawValue(name, new RawValue(value));
          } else {
            json.put(name, value);
          }
        });
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("event " + event.id() + " has no JSON form", e);
    }
  }
}
