package dev.longshore.service.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.upload.ObjectPath;
import dev.longshore.service.upload.UploadMetadata;
import dev.longshore.service.upload.UploadRefusedException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a hook wants an upload to be. What it says nothing of, or null, stays.
 *
 * @param path where the object shall lie, or null
 * @param contentType its media type, or null
 * @param metadata merged into the upload's (RFC 7396): a name with null is taken out
 * @param tags of the object
 */
record Changes(
    String path, String contentType, Map<String, String> metadata, Map<String, String> tags) {

  static final Changes NONE = new Changes(null, null, Map.of(), Map.of());

  /** S3's limits, so that tags good for one storage are good for all. */
  private static final int MOST_TAGS = 10;

  private static final String TAG = "[\\p{L}\\p{N}\\p{Zs}_.:/=+@-]";

  /**
   * Reads an answer.
   *
   * @throws IllegalArgumentException if it can't be used; says why
   */
  static Changes of(JsonNode answer) {
    require(answer.isObject(), "it is no JSON object");
    var changes =
        new Changes(
            text(answer, "path"),
            text(answer, "contentType"),
            texts(answer, "metadata"),
            texts(answer, "tags"));
    changes.check();
    return changes;
  }

  private void check() {
    try {
      if (path != null) {
        new ObjectPath(path);
      }
      var values = new LinkedHashMap<>(metadata);
      values.replaceAll((name, value) -> value == null ? "" : value);
      UploadMetadata.format(values);
    } catch (UploadRefusedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    require(
        contentType == null || contentType.matches("[ -~]{1,255}"),
        "contentType must be a media type");
    require(tags.size() <= MOST_TAGS, "it has more than " + MOST_TAGS + " tags");
    tags.forEach((name, value) ->
        require(
            name.matches(TAG + "{1,128}")
                && !name.startsWith("aws:")
                && value != null
                && value.matches(TAG + "{0,256}"),
            "the tag '" + name + "' is none that S3 takes"));
  }

  private static String text(JsonNode object, String name) {
    var value = object.path(name);
    require(
        value.isTextual() || value.isNull() || value.isMissingNode(), name + " must be a string");
    return value.textValue();
  }

  /** Strings by name, some of them null. */
  private static Map<String, String> texts(JsonNode object, String name) {
    var values = object.path(name);
    var texts = new LinkedHashMap<String, String>();
    if (!values.isNull() && !values.isMissingNode()) {
      require(values.isObject(), name + " must be an object");
      values.fieldNames().forEachRemaining(key -> texts.put(key, text(values, key)));
    }
    return texts;
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  UploadSession applyTo(UploadSession upload) {
    return equals(NONE)
        ? upload
        : upload.describing(
            path == null ? upload.path() : path,
            contentType == null ? upload.contentType() : contentType,
            metadata.isEmpty() ? upload.metadata() : merged(upload.metadata()),
            tags.isEmpty() ? null : tags);
  }

  private String merged(String field) {
    var values = UploadMetadata.parse(field);
    metadata.forEach((name, value) -> {
      if (value == null) {
        values.remove(name);
      } else {
        values.put(name, value);
      }
    });
    return UploadMetadata.format(values);
  }
}
