package dev.longshore.service.storage.s3;

import java.nio.charset.StandardCharsets;

/**
 * What tells of a multipart upload, so that it can be found and freed whatever becomes of its
 * session. It is written before the multipart upload is begun, without an id, and again after.
 *
 * @param key where the multipart upload makes its object
 * @param id the provider's name for it, or null while that is not known
 */
record Marker(String key, String id) {

  byte[] format() {
    return (id == null ? key : key + "\n" + id).getBytes(StandardCharsets.UTF_8);
  }

  static Marker parse(byte[] bytes) {
    var lines = new String(bytes, StandardCharsets.UTF_8).split("\n", 2);
    return new Marker(lines[0], lines.length == 1 ? null : lines[1]);
  }
}
