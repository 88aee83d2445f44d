package dev.longshore.service.upload;

import dev.longshore.service.session.HeldLease;
import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.Progress;
import dev.longshore.service.storage.StorageFullException;
import dev.longshore.service.storage.StoredUpload;
import dev.longshore.service.storage.UploadLostException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one upload of partial ones, once all of them are complete. Takes no lease of the pieces:
 * complete ones don't change, and one that was ended meanwhile shows afterwards, since an upload is
 * marked as ended before its bytes are freed.
 */
final class Concatenation {

  private static final Logger LOG = LoggerFactory.getLogger(Concatenation.class);

  private final SessionStore store;
  private final ObjectStorage storage;
  private final UploadLimits limits;
  private final InstantSource clock;

  Concatenation(
      SessionStore store, ObjectStorage storage, UploadLimits limits, InstantSource clock) {
    this.store = store;
    this.storage = storage;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * How the pieces of an upload stand.
   *
   * @param pieces in order
   */
  record Plan(List<UploadSession> pieces) {

    /** Whether every byte is there. */
    boolean isDue() {
      return pieces.stream().allMatch(piece -> piece.status() == SessionStatus.Complete);
    }

    /** Bytes of the whole, or null while the length of a piece was not said. */
    Long length() {
      long sum = 0;
      for (var piece : pieces) {
        if (piece.totalSize() == null) {
          return null;
        }
        // More than a long holds is more than any limit.
        sum = sum + piece.totalSize() < 0 ? Long.MAX_VALUE : sum + piece.totalSize();
      }
      return sum;
    }

    /** The upload with its length, if that is known by now. */
    UploadSession lengthOf(UploadSession upload) {
      return length() == null ? upload : upload.withTotalSize(length(), upload.updatedAt());
    }
  }

  /**
   * Looks at the pieces that a new upload shall be made of. Another's are as good as none.
   *
   * @return its length, or null while that of a piece was not said
   */
  Long length(Concat.Final request, Caller caller) {
    var plan = plan(request, false);
    for (var piece : plan.pieces()) {
      if (!caller.owns(piece.owner())) {
        throw refused(new Refusal.UnknownPiece(piece.uploadId()));
      }
      if (!piece.isPartial()) {
        throw refused(new Refusal.NoPiece(piece.uploadId()));
      }
    }
    return plan.length();
  }

  /** How the pieces of this upload stand; refused if one is gone. */
  Plan plan(UploadSession session) {
    return plan((Concat.Final) Concat.parse(session.concat()), true);
  }

  private Plan plan(Concat.Final concat, boolean wereThere) {
    Map<String, UploadSession> known = new HashMap<>();
    var pieces = new ArrayList<UploadSession>();
    for (var id : concat.pieces()) {
      pieces.add(known.computeIfAbsent(id, piece -> read(piece, wereThere)));
    }
    return new Plan(pieces);
  }

  private UploadSession read(String id, boolean wasThere) {
    return store
        .read(id)
        .map(snapshot -> snapshot.session())
        .filter(piece -> piece.status() != SessionStatus.Aborted)
        .orElseThrow(
            () -> refused(wasThere ? new Refusal.PieceGone(id) : new Refusal.UnknownPiece(id)));
  }

  /**
   * Gives the upload its bytes, if they are all there. A pod that dies in the middle leaves it as
   * it was, and whoever asks next begins anew.
   */
  void runIfDue(HeldLease lease) throws IOException {
    var session = lease.session();
    var plan = plan(session);
    if (!plan.isDue()) {
      return;
    }
    long length = plan.length();
    limits.requireUpload(length);
    var upload = StoredSession.of(session);
    var pieces = plan.pieces().stream().map(StoredSession::of).toList();
    var progress = concatenate(lease, upload, pieces);
    requirePieces(lease);
    if (progress.offset() != length) {
      throw new IOException(
          "upload %s: %d instead of %d bytes"
              .formatted(upload.uploadId(), progress.offset(), length));
    }
    var now = clock.instant();
    lease.commit(
        session.withTotalSize(length, now).advancedTo(progress.offset(), progress.state(), now));
    LOG.debug("made upload {} of {} pieces", session.uploadId(), pieces.size());
  }

  private Progress concatenate(HeldLease lease, StoredUpload upload, List<StoredUpload> pieces)
      throws IOException {
    try {
      return storage.concatenate(upload, pieces, lease.fence());
    } catch (IOException e) {
      requirePieces(lease); // That one is gone is the better answer.
      if (e instanceof StorageFullException) {
        throw refused(new Refusal.OutOfSpace(-1));
      }
      if (e instanceof UploadLostException) {
        LOG.warn("pieces of {} are lost: {}", upload.uploadId(), e.getMessage());
        throw refused(new Refusal.PiecesLost(upload.uploadId()));
      }
      throw e;
    }
  }

  /** What was made of a piece that is gone may be anything. */
  private void requirePieces(HeldLease lease) throws IOException {
    try {
      plan(lease.session());
    } catch (UploadRefusedException e) {
      // A late holder must not free what the next one makes.
      lease.commit(lease.session());
      storage.discard(StoredSession.of(lease.session()));
      throw e;
    }
  }

  private static UploadRefusedException refused(Refusal refusal) {
    return new UploadRefusedException(refusal);
  }
}
