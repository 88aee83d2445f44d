package dev.longshore.service.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.upload.UploadMetadata;
import dev.longshore.service.upload.UploadRefusedException;
import java.util.function.Function;

/**
 * An upload in an event's {@code data}, by the names of the JSON dialect; {@code owner} and {@code
 * partial} where it has an owner and is a piece of another. Nothing of how it is stored.
 */
public final class EventData implements Function<UploadSession, String> {

  private final ObjectMapper mapper = new ObjectMapper();

  @Override
  public String apply(UploadSession session) {
    var data = mapper.createObjectNode();
    data.put("uploadId", session.uploadId());
    data.put("path", session.path());
    if (session.totalSize() != null) {
      data.put("totalSize", session.totalSize());
    }
    data.put("uploadedBytes", session.uploadedBytes());
    if (session.contentType() != null) {
      data.put("contentType", session.contentType());
    }
    var stored = session.toMillis();
    data.put("createdAt", stored.createdAt().toString());
    data.put("updatedAt", stored.updatedAt().toString());
    data.put("status", session.status().name());
    if (session.metadata() != null) {
      try {
        data.set("metadata", mapper.valueToTree(UploadMetadata.parse(session.metadata())));
      } catch (UploadRefusedException e) {
        // Written by something else: what can't be read is not told.
        data.remove("metadata");
      }
    }
    if (session.owner() != null) {
      data.put("owner", session.owner());
    }
    if (session.isPartial()) {
      data.put("partial", true);
    }
    try {
      return mapper.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers has a JSON form", e);
    }
  }
}
