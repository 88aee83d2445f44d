package dev.longshore.service.session.redis;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.longshore.service.session.UploadSession;

/**
 * Compact JSON with the seed's eight fields under the seed's names and in its order, then {@code
 * metadata}, {@code concat}, {@code storageState}, {@code owner} and {@code tags} where an upload
 * has them. Times are kept to the millisecond.
 */
public final class JsonSessionCodec implements SessionCodec {

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          // A newer pod may have written fields that this one does not know.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .addMixIn(UploadSession.class, Stored.class)
          .build();

  @Override
  public String encode(UploadSession session) {
    try {
      return mapper.writeValueAsString(session.toMillis());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("session " + session.uploadId() + " has no JSON form", e);
    }
  }

  @Override
  public UploadSession decode(String text) {
    try {
      var session = mapper.readValue(text, UploadSession.class);
      if (session != null) {
        return session;
      }
    } catch (JsonProcessingException e) {
      // Without the cause: its message repeats what is stored.
    }
    throw new IllegalArgumentException("not a session in JSON");
  }

  private interface Stored {
    @JsonIgnore
    boolean isFull();

    @JsonIgnore
    boolean isPartial();

    @JsonIgnore
    boolean isFinal();
  }
}
