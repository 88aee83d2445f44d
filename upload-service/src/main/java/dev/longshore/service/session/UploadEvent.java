package dev.longshore.service.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A CloudEvent (1.0.2) about an upload, as it is kept.
 *
 * @param id the upload's id, a colon and the number of the event among those of its upload, from 1
 *     on; the same however often it is delivered
 * @param source the service
 * @param type {@link UploadEventType#cloudEventType()}
 * @param subject the upload's id
 * @param time when it happened, as RFC 3339 has it
 * @param sequence the event's number, in ten digits (CloudEvents' extension of that name)
 * @param data the upload as it stood then, in JSON
 */
public record UploadEvent(
    String id,
    String source,
    String type,
    String subject,
    String time,
    String sequence,
    String data) {

  public static final String SPEC_VERSION = "1.0";
  public static final String DATA_TYPE = "application/json";

  /**
   * A new one.
   *
   * @param number of the event among those of its upload, from 1 on
   */
  public static UploadEvent of(
      UploadEventType type, String uploadId, long number, String source, String time, String data) {
    return new UploadEvent(
        uploadId + ":" + number,
        source,
        type.cloudEventType(),
        uploadId,
        time,
        "%010d".formatted(number),
        data);
  }

  /** From the fields of an entry of a log. */
  public static UploadEvent of(Map<String, String> fields) {
    return new UploadEvent(
        fields.get("id"),
        fields.get("source"),
        fields.get("type"),
        fields.get("subject"),
        fields.get("time"),
        fields.get("sequence"),
        fields.get("data"));
  }

  /** Its attributes and data, by their names in CloudEvents. */
  public Map<String, String> fields() {
    var fields = new LinkedHashMap<String, String>();
    fields.put("id", id);
    fields.put("specversion", SPEC_VERSION);
    fields.put("source", source);
    fields.put("type", type);
    fields.put("subject", subject);
    fields.put("time", time);
    fields.put("sequence", sequence);
    fields.put("datacontenttype", DATA_TYPE);
    fields.put("data", data);
    return fields;
  }
}
