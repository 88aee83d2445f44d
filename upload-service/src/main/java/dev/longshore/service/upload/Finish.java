package dev.longshore.service.upload;

import dev.longshore.service.session.HeldLease;
import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.storage.ObjectExistsException;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.StorageFullException;
import dev.longshore.service.storage.UploadLostException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings uploads that have all their bytes to their end, and those that lost them. */
final class Finish implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Finish.class);

  private final ObjectStorage storage;
  private final Concatenation concatenation;
  private final Tidying tidying;
  private final Admissions admissions;
  private final UploadMeters meters;
  private final InstantSource clock;

  Finish(
      ObjectStorage storage,
      Concatenation concatenation,
      Admissions admissions,
      UploadMeters meters,
      InstantSource clock) {
    this.admissions = admissions;
    this.storage = storage;
    this.concatenation = concatenation;
    this.tidying = new Tidying(storage);
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Completes the upload if every byte is there, making it of its pieces first where it has such.
   *
   * @return the upload as it stands then
   */
  UploadSession ifFull(HeldLease lease) throws IOException {
    if (lease.session().isFinal() && !lease.session().isFull()) {
      concatenation.runIfDue(lease);
    }
    var session = lease.session();
    if (!session.isFull() || session.status() == SessionStatus.Complete) {
      return session;
    }
    return session.isPartial() ? seal(lease) : publish(lease);
  }

  /** A piece is complete without becoming an object. */
  private UploadSession seal(HeldLease lease) throws IOException {
    var session = lease.session();
    var progress = storage.seal(StoredSession.of(session), lease.fence());
    var now = clock.instant();
    var sealed =
        session
            .advancedTo(progress.offset(), progress.state(), now)
            .withStatus(SessionStatus.Complete, now);
    lease.commitAndClose(sealed);
    admissions.release(session.uploadId());
    completed(sealed);
    LOG.debug("completed piece {} of {} bytes", session.uploadId(), session.totalSize());
    return sealed;
  }

  private UploadSession publish(HeldLease lease) throws IOException {
    var session = lease.session();
    var upload = StoredSession.of(session);
    try {
      storage.complete(upload, lease.fence());
    } catch (ObjectExistsException e) {
      throw new UploadRefusedException(new Refusal.PathTaken(session.path()));
    } catch (StorageFullException e) {
      throw new UploadRefusedException(new Refusal.OutOfSpace(session.uploadedBytes()));
    } catch (UploadLostException e) {
      throw lost(lease, e);
    }
    var complete = session.withStatus(SessionStatus.Complete, clock.instant());
    // Nobody writes to a complete upload, so what is left of it needs no lease.
    lease.commitAndClose(complete);
    admissions.release(session.uploadId());
    completed(complete);
    tidying.tidy(upload);
    LOG.debug("completed upload {} of {} bytes", session.uploadId(), session.totalSize());
    return complete;
  }

  private void completed(UploadSession session) {
    meters.completed(Duration.between(session.createdAt(), session.updatedAt()));
  }

  /**
   * Ends an upload that the storage does not have as the session says: nobody can go on with it,
   * and a client that asked for its offset again would be told to. What is kept is left to a sweep.
   */
  UploadRefusedException lost(HeldLease lease, UploadLostException e) {
    var id = lease.session().uploadId();
    LOG.warn("upload {} is lost, its session was of another time: {}", id, e.getMessage());
    // Those that hear of changes hear of this one too.
    lease.commit(lease.session().withStatus(SessionStatus.Aborted, clock.instant()));
    lease.delete();
    admissions.release(id);
    meters.lost();
    return new UploadRefusedException(new Refusal.Lost(id));
  }

  @Override
  public void close() {
    tidying.close();
  }
}
