package dev.longshore.service.upload;

import dev.longshore.service.session.HeldLease;
import dev.longshore.service.session.LeaseLostException;
import dev.longshore.service.session.LeaseResult;
import dev.longshore.service.session.Leases;
import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.Snapshot;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.session.Urgency;
import dev.longshore.service.storage.ObjectExistsException;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.UnusableNameException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything a client can do with uploads. Calls block and are made from virtual threads. Each may
 * throw {@link UploadRefusedException}, {@link
 * dev.longshore.service.session.SessionStoreUnavailableException}, or {@link IOException} if the
 * storage fails.
 */
public final class Uploads implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
  private static final Duration RETRY_AFTER_BUSY = Duration.ofSeconds(1);

  private final SessionStore store;
  private final Leases leases;
  private final ObjectStorage storage;
  private final Concatenation concatenation;
  private final LostUploads lost;
  private final UploadLimits limits;
  private final ClientLimits clientLimits;
  private final Admissions admissions;
  private final InstantSource clock;
  private final Finish finish;
  private final Appends appends;
  private final UploadMeters meters;
  private volatile boolean stopping;

  public Uploads(
      SessionStore store,
      Leases leases,
      ObjectStorage storage,
      UploadLimits limits,
      ClientLimits clientLimits,
      Admissions admissions,
      TransferOptions options,
      InstantSource clock,
      MeterRegistry registry) {
    this.store = store;
    this.leases = leases;
    this.storage = storage;
    this.lost = new LostUploads(storage);
    this.limits = limits;
    this.clientLimits = clientLimits;
    this.admissions = admissions;
    this.clock = () -> clock.instant().truncatedTo(ChronoUnit.MILLIS);
    this.concatenation = new Concatenation(store, storage, limits, this.clock);
    this.meters = new UploadMeters(registry);
    this.finish = new Finish(storage, concatenation, admissions, meters, this.clock);
    this.appends = new Appends(storage, finish, limits, admissions, options, meters, this.clock);
    Gauge.builder("longshore.bodies.receiving", appends, Appends::running)
        .description("Bodies on their way in")
        .register(registry);
  }

  /** Creates an upload. One of length 0, or of complete pieces, is complete at once. */
  public UploadSession create(NewUpload request) throws IOException, InterruptedException {
    refuseWhenStopping();
    var concat = request.concat() == null ? null : Concat.parse(request.concat());
    var length =
        concat instanceof Concat.Final made
            ? concatenation.length(made, request.caller())
            : request.totalSize();
    limits.requireUpload(length, concat instanceof Concat.Partial);
    if (!(concat instanceof Concat.Partial)) {
      // Pieces say nothing of what will be made of them.
      clientLimits.requireContentType(request.contentType());
    }
    var id = UploadId.random();
    var path = concat instanceof Concat.Partial ? id : freePath(request, id);
    var now = clock.instant();
    var session =
        new UploadSession(
            id,
            path,
            length,
            0,
            request.contentType(),
            now,
            now,
            SessionStatus.Pending,
            request.metadata(),
            request.concat(),
            null,
            request.caller().owner());
    // What is made of pieces takes no more than they do, which are counted.
    admissions.admit(request.caller(), id, session.isFinal() ? Long.valueOf(0) : length);
    try {
      store.create(session);
    } catch (RuntimeException e) {
      admissions.release(id);
      throw e;
    }
    meters.created();
    LOG.debug("created upload {} of {} bytes", id, length);
    return session.isFull() || session.isFinal() ? offset(id) : session;
  }

  /**
   * As {@link #create(NewUpload)}, where the request brings first bytes of the upload too. What is
   * wrong about them and can be told before they come is refused, and nothing was created.
   *
   * @param length bytes that it announces, or -1
   */
  public UploadSession create(NewUpload request, Chunk first, long length)
      throws IOException, InterruptedException {
    var totalSize = request.totalSize();
    limits.requireChunk(length);
    if (totalSize != null && length > totalSize) {
      throw refused(new Refusal.BeyondLength(totalSize, -1));
    }
    limits.requireLongEnough(first, length, totalSize, -1);
    return create(request);
  }

  /**
   * Removes an upload that its client does not know of yet, unless bytes of it are kept.
   *
   * @return whether it is gone
   */
  public boolean withdraw(String uploadId) throws IOException, InterruptedException {
    try (var lease = take(uploadId, Urgency.NOW)) {
      boolean isEmpty = lease.session().uploadedBytes() == 0;
      if (isEmpty) {
        end(lease);
      }
      return isEmpty;
    } catch (LeaseLostException e) {
      throw refused(new Refusal.Busy(RETRY_AFTER_BUSY));
    }
  }

  private String freePath(NewUpload request, String id) throws IOException {
    var caller = request.caller();
    if (request.path() == null && caller.folders() == null) {
      return id; // Nobody else can have taken it.
    }
    var path = new ObjectPath(request.path() == null ? caller.pathOf(id) : request.path()).value();
    if (!caller.mayStoreAt(path)) {
      throw refused(new Refusal.PathForbidden(path, caller.folders()));
    }
    try {
      storage.requireFree(path);
      return path;
    } catch (ObjectExistsException e) {
      throw refused(new Refusal.PathTaken(path));
    } catch (UnusableNameException e) {
      throw refused(new Refusal.InvalidPath(e.getMessage()));
    }
  }

  /** How the upload stands in the store, without disturbing anyone who writes to it. */
  public UploadSession status(String uploadId) throws IOException {
    return read(uploadId).session();
  }

  /**
   * The offset from which the client may go on, true until another chunk is accepted: whoever still
   * writes is ended first.
   */
  public UploadSession offset(String uploadId) throws IOException, InterruptedException {
    var atRest = atRest(read(uploadId));
    if (atRest != null) {
      return atRest;
    }
    try (var lease = take(uploadId, Urgency.NOW)) {
      requireNotEnded(lease.session());
      return finish.ifFull(lease);
    } catch (LeaseLostException e) {
      throw refused(new Refusal.LeaseLost());
    }
  }

  /** The upload if nobody needs to be ended and nothing to be done first, else null. */
  private UploadSession atRest(Snapshot snapshot) {
    var session = snapshot.session();
    boolean complete = session.status() == SessionStatus.Complete;
    if (!session.isFinal()) {
      return !snapshot.leased() && (complete || !session.isFull()) ? session : null;
    }
    // Who holds a final upload is making it, which takes as long as it takes.
    if (session.isFull()) {
      return complete || snapshot.leased() ? session : null;
    }
    var plan = concatenation.plan(session);
    return snapshot.leased() || !plan.isDue() ? plan.lengthOf(session) : null;
  }

  private Snapshot read(String uploadId) throws IOException {
    requireId(uploadId);
    var snapshot = store.read(uploadId);
    if (snapshot.isEmpty()) {
      throw gone(uploadId);
    }
    requireNotEnded(snapshot.get().session());
    return snapshot.get();
  }

  /** There is no session. Whether there ever was one, only the storage can tell. */
  private UploadRefusedException gone(String uploadId) throws IOException {
    return refused(
        lost.contains(uploadId) ? new Refusal.Lost(uploadId) : new Refusal.NotFound(uploadId));
  }

  /** A termination that a crash interrupted is one all the same: only another may finish it. */
  private static void requireNotEnded(UploadSession session) {
    if (session.status() == SessionStatus.Aborted) {
      throw refused(new Refusal.NotFound(session.uploadId()));
    }
  }

  /**
   * Appends a body. What arrived is kept, also where this ends with a refusal.
   *
   * @return the session after the last byte of the body was committed
   */
  public UploadSession append(String uploadId, Chunk chunk, Body body)
      throws IOException, InterruptedException {
    refuseWhenStopping();
    limits.requireChunk(body.length());
    try (var lease = take(uploadId, Urgency.SOON, () -> requireTakesBytes(uploadId))) {
      requireNotEnded(lease.session());
      appends.append(lease, chunk, body);
      return finish.ifFull(lease);
    } catch (LeaseLostException e) {
      throw refused(new Refusal.LeaseLost());
    }
  }

  /** Whoever holds an upload of pieces is making it, which no chunk need wait for. */
  private void requireTakesBytes(String uploadId) {
    store
        .read(uploadId)
        .filter(snapshot -> snapshot.session().isFinal())
        .ifPresent(snapshot -> {
          throw refused(new Refusal.MadeOfPieces(uploadId));
        });
  }

  /** Confirms that the upload is complete, finishing it where a pod died just before it could. */
  public UploadSession complete(String uploadId) throws IOException, InterruptedException {
    var session = offset(uploadId);
    if (!session.isFull()) {
      throw refused(new Refusal.Incomplete(session.uploadedBytes(), session.totalSize()));
    }
    return session;
  }

  /**
   * Ends an upload: its session is gone, and so are the bytes of an unfinished or partial one. A
   * finished object stays, for it is its owner's now.
   */
  public void terminate(String uploadId) throws IOException, InterruptedException {
    try (var lease = take(uploadId, Urgency.NOW)) {
      end(lease);
    } catch (LeaseLostException e) {
      throw refused(new Refusal.Busy(RETRY_AFTER_BUSY));
    }
  }

  private void end(HeldLease lease) throws IOException {
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
    LOG.debug("terminated upload {}", session.uploadId());
  }

  /** Does the rest of a termination or a completion in the middle of which a pod died. */
  void settle(String uploadId) throws IOException, InterruptedException {
    try (var lease = take(uploadId, Urgency.SOON)) {
      if (lease.session().status() == SessionStatus.Aborted) {
        storage.discard(StoredSession.of(lease.session()));
        lease.delete();
        admissions.release(uploadId);
      } else {
        finish.ifFull(lease);
      }
    } catch (LeaseLostException e) {
      throw refused(new Refusal.LeaseLost());
    }
  }

  /** Gives back what is still counted of uploads that are over. */
  void tidyAdmissions(BooleanSupplier stopped) {
    admissions.tidy(stopped);
  }

  /** Ends every running body, keeping what came, and refuses new ones: the pod is going away. */
  public void stop() {
    stopping = true;
    appends.stop();
  }

  /** Bodies that are still on their way in. */
  public int running() {
    return appends.running();
  }

  @Override
  public void close() {
    stop();
    appends.close();
    finish.close();
  }

  private HeldLease take(String uploadId, Urgency urgency)
      throws IOException, InterruptedException {
    return take(uploadId, urgency, () -> {});
  }

  private HeldLease take(String uploadId, Urgency urgency, Runnable beforeWaiting)
      throws IOException, InterruptedException {
    requireId(uploadId);
    return switch (leases.take(uploadId, urgency, beforeWaiting)) {
      case LeaseResult.Taken(var lease) -> lease;
      case LeaseResult.StillBusy() -> throw refused(new Refusal.Busy(RETRY_AFTER_BUSY));
      case LeaseResult.NoSession() -> throw gone(uploadId);
    };
  }

  /** Only names made here reach the store: others could be keys of somebody else. */
  private static void requireId(String uploadId) {
    if (!UploadId.isOne(uploadId)) {
      throw refused(new Refusal.NotFound(uploadId));
    }
  }

  private void refuseWhenStopping() {
    if (stopping) {
      throw refused(new Refusal.Stopping(-1));
    }
  }

  private static UploadRefusedException refused(Refusal refusal) {
    return new UploadRefusedException(refusal);
  }
}
