package dev.longshore.service.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What the service answered.
 *
 * @param status HTTP status
 * @param headers values by field name, which is compared without regard to case
 * @param body the bytes after the head
 */
public record Answer(int status, Map<String, List<String>> headers, byte[] body) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The only value of a field, or null if the field is absent. */
  public String header(String name) {
    var values = headers.get(name);
    if (values != null && values.size() > 1) {
      throw new AssertionError(name + " came more than once: " + values);
    }
    return values == null ? null : values.getFirst();
  }

  /** {@code Upload-Offset}, or -1 if the answer has none. */
  public long offset() {
    var field = header("Upload-Offset");
    return field == null ? -1 : Long.parseLong(field);
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(text(), e);
    }
  }

  /** The last segment of a problem's {@code type}, such as {@code offset-mismatch}. */
  public String problem() {
    if (!"application/problem+json".equals(header("Content-Type"))) {
      throw new AssertionError("not a problem: " + this);
    }
    var type = json().get("type").textValue();
    return type.substring(type.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return status + " " + headers + " " + text();
  }
}
