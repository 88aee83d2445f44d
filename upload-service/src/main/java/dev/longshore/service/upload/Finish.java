package dev.longshore.service.upload;

import dev.longshore.service.session.HeldLease;
import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.storage.ObjectExistsException;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.Progress;
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
  private final UploadHooks hooks;
  private final UploadMeters meters;
  private final InstantSource clock;

  Finish(
      ObjectStorage storage,
      Concatenation concatenation,
      Admissions admissions,
      UploadHooks hooks,
      UploadMeters meters,
      InstantSource clock) {
    this.admissions = admissions;
    this.hooks = hooks;
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
  UploadSession ifFull(HeldLease lease) throws IOException, InterruptedException {
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
    var sealed = completed(session, storage.seal(StoredSession.of(session), lease.fence()));
    lease.commitAndClose(sealed);
    admissions.release(session.uploadId());
    count(sealed);
    LOG.debug("completed piece {} of {} bytes", session.uploadId(), session.totalSize());
    return sealed;
  }

  private UploadSession publish(HeldLease lease) throws IOException, InterruptedException {
    var session = lease.session();
    if (hooks.askBeforeCompletion()) {
      ask(lease);
    }
    var upload = StoredSession.of(session);
    Progress progress;
    try {
      progress = storage.complete(upload, lease.fence());
    } catch (ObjectExistsException e) {
      throw new UploadRefusedException(new Refusal.PathTaken(session.path()));
    } catch (StorageFullException e) {
      throw new UploadRefusedException(new Refusal.OutOfSpace(session.uploadedBytes()));
    } catch (UploadLostException e) {
      throw lost(lease, e);
    }
    var complete = completed(session, progress);
    // Nobody writes to a complete upload, so what is left of it needs no lease.
    lease.commitAndClose(complete);
    admissions.release(session.uploadId());
    count(complete);
    tidying.tidy(upload);
    LOG.debug("completed upload {} of {} bytes", session.uploadId(), session.totalSize());
    return complete;
  }

  private UploadSession completed(UploadSession session, Progress progress) {
    var now = clock.instant();
    return session
        .advancedTo(progress.offset(), progress.state(), now)
        .withStatus(SessionStatus.Complete, now);
  }

  /** However long this takes, the lease is renewed meanwhile, so that nobody else asks. */
  private void ask(HeldLease lease) throws InterruptedException {
    try {
      hooks.completing(lease.session());
    } catch (UploadRefusedException e) {
      if (e.refusal() instanceof Refusal.RefusedByHook) {
        endRefused(lease);
      }
      throw e;
    }
    // Who was stalled meanwhile may have lost it, and another been given another answer.
    lease.commit(lease.session());
  }

  private void endRefused(HeldLease lease) {
    try {
      end(lease);
    } catch (IOException e) {
      // It is marked as ended, and so the next sweep does the rest.
      LOG.warn("upload {} was refused and is not freed yet", lease.session().uploadId(), e);
    }
  }

  /** Ends an upload, and frees it unless it is an object by now, which stays. */
  void end(HeldLease lease) throws IOException {
    var session = lease.session();
    boolean isUnfinished = session.status() != SessionStatus.Complete;
    if (isUnfinished || session.isPartial()) {
      // Marked first: should this pod die in between, the upload is ended and not half there. Once
      // only, as those that hear of changes hear of this one.
      if (session.status() != SessionStatus.Aborted) {
        lease.commit(session.withStatus(SessionStatus.Aborted, clock.instant()));
      }
      storage.discard(StoredSession.of(session));
    }
    lease.delete();
    admissions.release(session.uploadId());
    if (isUnfinished) {
      meters.aborted();
    }
  }

  private void count(UploadSession session) {
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
