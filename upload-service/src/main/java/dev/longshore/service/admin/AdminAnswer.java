package dev.longshore.service.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An answer in JSON; a problem is one after RFC 9457. */
record AdminAnswer(int status, String type, byte[] body) {

  private static final Logger LOG = LoggerFactory.getLogger("longshore.admin");
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  static AdminAnswer ok(Object value) {
    return new AdminAnswer(200, "application/json", bytes(value));
  }

  static AdminAnswer problem(int status, String detail) {
    return new AdminAnswer(
        status,
        "application/problem+json",
        bytes(Map.of("type", "about:blank", "status", status, "detail", detail)));
  }

  private static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what is shown has no JSON form", e);
    }
  }

  /** Says that somebody looked, and at what kind of thing; never at whose upload. */
  void send(HttpExchange exchange) throws IOException {
    try (exchange) {
      LOG.info("sessions were looked at: {}", status);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
