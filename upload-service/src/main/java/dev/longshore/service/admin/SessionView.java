package dev.longshore.service.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.longshore.service.session.HolderName;
import dev.longshore.service.session.SessionLook;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.upload.UploadMetadata;
import dev.longshore.service.upload.UploadRefusedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * What is shown of a session. An upload's whole id is what lets anybody write to it, and metadata
 * may hold tokens: neither is here, nor what the storage noted.
 *
 * @param id the first {@value #SHOWN} characters
 * @param path where the object will lie, with an id in it cut short, too
 * @param filename the metadata's {@code filename}, or null
 * @param filetype the metadata's {@code filetype}, or null
 * @param part {@code partial} or {@code final} of a concatenation, or null
 * @param leased whether somebody writes to it, or just did
 * @param pod what the name of the pod that does ends with, or null
 * @param metadata the names of all metadata
 * @param tags the names of all tags
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SessionView(
    String id,
    String path,
    String filename,
    String filetype,
    String contentType,
    String owner,
    String status,
    String part,
    long uploadedBytes,
    Long totalSize,
    Instant createdAt,
    Instant updatedAt,
    Instant expiresAt,
    boolean leased,
    String pod,
    List<String> metadata,
    List<String> tags) {

  /** 48 of 144 random bits: enough to name an upload, and too few to guess the rest. */
  static final int SHOWN = 8;

  static SessionView of(SessionLook.Sight sight, Instant now) {
    var session = sight.session();
    var metadata = metadata(session);
    return new SessionView(
        shortened(session.uploadId()),
        session.path().replace(session.uploadId(), shortened(session.uploadId()) + "..."),
        metadata.get("filename"),
        metadata.get("filetype"),
        session.contentType(),
        session.owner(),
        session.status().name(),
        session.isPartial() ? "partial" : session.isFinal() ? "final" : null,
        session.uploadedBytes(),
        session.totalSize(),
        session.createdAt(),
        session.updatedAt(),
        now.plus(sight.expiresIn()).truncatedTo(ChronoUnit.SECONDS),
        sight.holder().isPresent(),
        sight.holder().flatMap(HolderName::pod).orElse(null),
        metadata.keySet().stream().sorted().toList(),
        session.tags() == null ? List.of() : session.tags().keySet().stream().sorted().toList());
  }

  private static String shortened(String id) {
    return id.substring(0, Math.min(SHOWN, id.length() / 2));
  }

  /** Another version may have stored what this one would refuse. */
  private static Map<String, String> metadata(UploadSession session) {
    try {
      return UploadMetadata.parse(session.metadata());
    } catch (UploadRefusedException e) {
      return Map.of();
    }
  }
}
