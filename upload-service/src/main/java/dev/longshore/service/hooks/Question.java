package dev.longshore.service.hooks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.upload.UploadMetadata;
import dev.longshore.service.webhook.CloudEventJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a hook is asked: a CloudEvent 1.0 in structured mode, whose data names things as the JSON
 * dialect does.
 *
 * @param id the same for the same question
 * @param body the JSON
 */
record Question(String id, String body) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param fields those of the client's request that are told, by name
   */
  static Question of(HookPoint point, UploadSession upload, Map<String, List<String>> fields) {
    var id = point.questionId(upload.uploadId());
    var data = data(upload);
    put(data, "headers", fields);
    var event = new LinkedHashMap<String, String>();
    event.put("specversion", "1.0");
    event.put("id", id);
    event.put("source", "/uploads");
    event.put("type", point.eventType());
    event.put("subject", upload.uploadId());
    event.put("time", upload.updatedAt().toString());
    event.put("datacontenttype", "application/json");
    event.put("data", data.toString());
    return new Question(id, CloudEventJson.of(event));
  }

  /** Without what is not known. */
  private static ObjectNode data(UploadSession upload) {
    var data = JsonNodeFactory.instance.objectNode();
    data.put("uploadId", upload.uploadId());
    data.put("path", upload.path());
    put(data, "totalSize", upload.totalSize());
    put(data, "contentType", upload.contentType());
    put(data, "owner", upload.owner());
    put(data, "metadata", UploadMetadata.parse(upload.metadata()));
    put(data, "tags", upload.tags());
    return data;
  }

  private static void put(ObjectNode data, String name, Object value) {
    if (value != null && !Map.of().equals(value)) {
      data.set(name, JSON.valueToTree(value));
    }
  }
}
