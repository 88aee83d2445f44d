package dev.longshore.service.http;

import dev.longshore.service.session.SessionStatus;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Map;

/**
 * An upload as the JSON dialect shows it: the seed's eight fields and what a client needs to go on.
 *
 * @param uploadId name of the upload
 * @param path where the finished object will lie
 * @param totalSize bytes of the whole upload, or null while nobody knows
 * @param uploadedBytes acknowledged bytes: the next chunk's {@code Upload-Offset}
 * @param contentType media type, or null
 * @param createdAt when it was created
 * @param updatedAt when it last changed
 * @param status where it stands
 * @param metadata what the client said about it, or null
 * @param expiresAt when it expires if it is not used again; null once it is complete
 */
@Serdeable
record JsonUpload(
    String uploadId,
    String path,
    Long totalSize,
    long uploadedBytes,
    String contentType,
    Instant createdAt,
    Instant updatedAt,
    SessionStatus status,
    Map<String, String> metadata,
    Instant expiresAt) {}
