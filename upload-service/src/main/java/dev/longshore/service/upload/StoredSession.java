package dev.longshore.service.upload;

import dev.longshore.service.session.UploadSession;
import dev.longshore.service.storage.StoredUpload;
import java.util.Map;

/** What a storage is told of a session. */
final class StoredSession {

  private StoredSession() {}

  static StoredUpload of(UploadSession session) {
    return new StoredUpload(
        session.uploadId(),
        session.path(),
        session.totalSize(),
        session.uploadedBytes(),
        session.contentType(),
        UploadMetadata.parse(session.metadata()),
        session.isPartial(),
        session.storageState(),
        session.tags() == null ? Map.of() : session.tags());
  }
}
