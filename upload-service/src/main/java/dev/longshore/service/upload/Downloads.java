package dev.longshore.service.upload;

import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.storage.ObjectGoneException;
import dev.longshore.service.storage.ObjectStorage;
import java.io.IOException;

/**
 * Reads back what was uploaded. Takes no lease, so that no reader is in the way of a writer; a
 * session that is read lives on as with any other use.
 */
public final class Downloads {

  private final Uploads uploads;
  private final ObjectStorage storage;

  public Downloads(Uploads uploads, ObjectStorage storage) {
    this.uploads = uploads;
    this.storage = storage;
  }

  /**
   * Opens the object of a finished upload.
   *
   * @throws UploadRefusedException if there is no such upload, it is not finished, is a piece of
   *     others, or its object was removed or replaced
   * @throws dev.longshore.service.session.SessionStoreUnavailableException if that can't be known
   */
  public Download open(String uploadId) throws IOException {
    var session = uploads.status(uploadId);
    requireReadable(session);
    try {
      return new Download(session, storage.open(StoredSession.of(session)));
    } catch (ObjectGoneException e) {
      throw new UploadRefusedException(new Refusal.ObjectGone(uploadId));
    }
  }

  private static void requireReadable(UploadSession session) {
    if (session.isPartial()) {
      throw new UploadRefusedException(new Refusal.PieceUnreadable(session.uploadId()));
    }
    if (session.status() != SessionStatus.Complete) {
      throw new UploadRefusedException(new Refusal.Unfinished(session.isFull()));
    }
  }
}
