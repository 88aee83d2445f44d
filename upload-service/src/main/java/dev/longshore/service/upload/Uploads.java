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
import dev.longshore.service.storage.StorageFullException;
import dev.longshore.service.storage.StoredUpload;
import dev.longshore.service.storage.UnusableNameException;
import dev.longshore.service.storage.UploadLostException;
import dev.longshore.service.upload.digest.DigestCheck;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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
  private final TransferOptions options;
  private final InstantSource clock;
  private final Set<Transfer> transfers = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("transfers").factory());
  private volatile boolean stopping;

  public Uploads(
      SessionStore store,
      Leases leases,
      ObjectStorage storage,
      UploadLimits limits,
      TransferOptions options,
      InstantSource clock) {
    this.store = store;
    this.leases = leases;
    this.storage = storage;
    this.lost = new LostUploads(storage);
    this.limits = limits;
    this.options = options;
    this.clock = () -> clock.instant().truncatedTo(ChronoUnit.MILLIS);
    this.concatenation = new Concatenation(store, storage, limits, this.clock);
  }

  /** Creates an upload. One of length 0, or of complete pieces, is complete at once. */
  public UploadSession create(NewUpload request) throws IOException, InterruptedException {
    refuseWhenStopping();
    var concat = request.concat() == null ? null : Concat.parse(request.concat());
    var length = concat instanceof Concat.Final made ? length(made) : request.totalSize();
    requireAllowed(length);
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
            null);
    store.create(session);
    LOG.debug("created upload {} of {} bytes", id, length);
    return session.isFull() || session.isFinal() ? offset(id) : session;
  }

  private Long length(Concat.Final concat) {
    try {
      return concatenation.length(concat);
    } catch (ArithmeticException e) {
      throw refused(new Refusal.UploadTooLarge(limits.maxUploadSize(), -1));
    }
  }

  private String freePath(NewUpload request, String id) throws IOException {
    var path = new ObjectPath(request.path() == null ? id : request.path()).value();
    try {
      storage.requireFree(path);
      return path;
    } catch (ObjectExistsException e) {
      throw refused(new Refusal.PathTaken(path));
    } catch (UnusableNameException e) {
      throw refused(new Refusal.InvalidPath(e.getMessage()));
    }
  }

  private void requireAllowed(Long totalSize) {
    if (totalSize != null && totalSize > limits.maxUploadSize()) {
      throw refused(new Refusal.UploadTooLarge(limits.maxUploadSize(), totalSize));
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
      return finishIfFull(lease);
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
    if (body.length() > limits.maxChunkSize()) {
      throw refused(new Refusal.ChunkTooLarge(limits.maxChunkSize(), -1));
    }
    try (var lease = take(uploadId, Urgency.SOON)) {
      var session = lease.session();
      requireNotEnded(session);
      if (session.isFinal()) {
        throw refused(new Refusal.MadeOfPieces(uploadId));
      }
      if (session.uploadedBytes() != chunk.offset()) {
        throw refused(new Refusal.OffsetMismatch(session.uploadedBytes(), chunk.offset()));
      }
      if (session.status() == SessionStatus.Complete && body.length() > 0) {
        throw beyond(session);
      }
      learnLength(lease, chunk, body);
      long room = room(lease.session());
      if (body.length() > room) {
        throw beyond(lease.session());
      }
      var check = chunk.digests() == null ? null : new DigestCheck(chunk.digests());
      boolean endIsNew = chunk.isLast() && lease.session().totalSize() == null;
      if (room > 0 && body.length() != 0 || endIsNew) {
        transfer(lease, chunk, check, body, room);
      } else {
        requireNothing(lease.session(), check, body);
      }
      requireEnd(lease.session(), chunk);
      return finishIfFull(lease);
    } catch (LeaseLostException e) {
      throw refused(new Refusal.LeaseLost());
    }
  }

  /** A last chunk that came whole and is too short was not the last one, or a part of it. */
  private static void requireEnd(UploadSession session, Chunk chunk) {
    if (chunk.isLast() && !session.isFull()) {
      throw refused(new Refusal.LengthMismatch(session.totalSize(), session.uploadedBytes()));
    }
  }

  /** Notes the length that comes with a chunk, before any of its bytes: it must not get lost. */
  private void learnLength(HeldLease lease, Chunk chunk, Body body) {
    var session = lease.session();
    var said = chunk.totalSize();
    if (said == null && session.totalSize() == null && chunk.isLast() && body.length() >= 0) {
      said = chunk.offset() + body.length();
    }
    if (said == null || said.equals(session.totalSize())) {
      return;
    }
    if (session.totalSize() != null) {
      throw refused(new Refusal.LengthMismatch(session.totalSize(), said));
    }
    if (said < session.uploadedBytes()) {
      throw refused(new Refusal.LengthMismatch(session.uploadedBytes(), said));
    }
    requireAllowed(said);
    lease.commit(session.withTotalSize(said, clock.instant()));
  }

  /** How many bytes more the upload can take. */
  private long room(UploadSession session) {
    var end = session.totalSize() == null ? limits.maxUploadSize() : session.totalSize();
    return end - session.uploadedBytes();
  }

  private UploadRefusedException beyond(UploadSession session) {
    return refused(
        session.totalSize() == null
            ? new Refusal.UploadTooLarge(limits.maxUploadSize(), -1)
            : new Refusal.BeyondLength(session.totalSize(), session.uploadedBytes()));
  }

  private void requireNothing(UploadSession session, DigestCheck check, Body body)
      throws IOException, InterruptedException {
    if (body.transferTo(Body.NOWHERE, 0) == Body.Ending.OVER_LIMIT) {
      throw beyond(session);
    }
    if (check != null) {
      Transfer.requireMatch(check, session.uploadedBytes());
    }
  }

  private void transfer(HeldLease lease, Chunk chunk, DigestCheck check, Body body, long room)
      throws IOException, InterruptedException {
    var session = lease.session();
    try (var append = storage.append(stored(session), lease.fence(), lease.abandoned())) {
      var transfer = new Transfer(lease, append, body, check, options, timer, clock);
      transfers.add(transfer);
      try {
        if (stopping) {
          transfer.stop(Transfer.StopReason.STOPPING);
        }
        var ending = transfer.run(Math.min(room, limits.maxChunkSize()), chunk.isLast());
        refuseUnlessComplete(ending, transfer, lease.session(), room);
      } finally {
        transfers.remove(transfer);
      }
    } catch (StorageFullException e) {
      throw refused(new Refusal.OutOfSpace(lease.session().uploadedBytes()));
    } catch (UploadLostException e) {
      throw lost(lease, e);
    }
  }

  private void refuseUnlessComplete(
      Body.Ending ending, Transfer transfer, UploadSession session, long room) {
    long kept = session.uploadedBytes();
    switch (ending) {
      case COMPLETE -> {}
      case OVER_LIMIT ->
          throw room <= limits.maxChunkSize()
              ? beyond(session)
              : refused(new Refusal.ChunkTooLarge(limits.maxChunkSize(), kept));
      case CUT -> throw new ClientGoneException(kept);
      case STOPPED ->
          throw refused(
              switch (transfer.stopReason()) {
                case WANTED -> new Refusal.TakenOver(kept);
                case STOPPING -> new Refusal.Stopping(kept);
                case LOST -> new Refusal.LeaseLost();
              });
    }
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
      var session = lease.session();
      if (session.status() != SessionStatus.Complete || session.isPartial()) {
        // Marked first: should this pod die in between, the upload is ended and not half there.
        lease.commit(session.withStatus(SessionStatus.Aborted, clock.instant()));
        storage.discard(stored(session));
      }
      lease.delete();
      LOG.debug("terminated upload {}", uploadId);
    } catch (LeaseLostException e) {
      throw refused(new Refusal.Busy(RETRY_AFTER_BUSY));
    }
  }

  /** Does the rest of a termination or a completion in the middle of which a pod died. */
  void settle(String uploadId) throws IOException, InterruptedException {
    try (var lease = take(uploadId, Urgency.SOON)) {
      if (lease.session().status() == SessionStatus.Aborted) {
        storage.discard(stored(lease.session()));
        lease.delete();
      } else {
        finishIfFull(lease);
      }
    } catch (LeaseLostException e) {
      throw refused(new Refusal.LeaseLost());
    }
  }

  /** Ends every running body, keeping what came, and refuses new ones: the pod is going away. */
  public void stop() {
    stopping = true;
    transfers.forEach(transfer -> transfer.stop(Transfer.StopReason.STOPPING));
  }

  /** Bodies that are still on their way in. */
  public int running() {
    return transfers.size();
  }

  @Override
  public void close() {
    stop();
    timer.shutdown();
  }

  private UploadSession finishIfFull(HeldLease lease) throws IOException {
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
    var progress = storage.seal(stored(session), lease.fence());
    var now = clock.instant();
    var sealed =
        session
            .advancedTo(progress.offset(), progress.state(), now)
            .withStatus(SessionStatus.Complete, now);
    lease.commit(sealed);
    LOG.debug("completed piece {} of {} bytes", session.uploadId(), session.totalSize());
    return sealed;
  }

  private UploadSession publish(HeldLease lease) throws IOException {
    var session = lease.session();
    var upload = stored(session);
    try {
      storage.complete(upload, lease.fence());
    } catch (ObjectExistsException e) {
      throw refused(new Refusal.PathTaken(session.path()));
    } catch (UploadLostException e) {
      throw lost(lease, e);
    }
    var complete = session.withStatus(SessionStatus.Complete, clock.instant());
    lease.commit(complete);
    tidy(upload);
    LOG.debug("completed upload {} of {} bytes", session.uploadId(), session.totalSize());
    return complete;
  }

  /** The upload is complete whether or not this succeeds. */
  private void tidy(StoredUpload upload) {
    try {
      storage.tidy(upload);
    } catch (IOException e) {
      LOG.warn("upload {} left something in the storage for the next sweep", upload.uploadId(), e);
    }
  }

  /**
   * Ends an upload that the storage does not have as the session says: nobody can go on with it,
   * and a client that asked for its offset again would be told to. What is kept is left to a sweep.
   */
  private UploadRefusedException lost(HeldLease lease, UploadLostException e) {
    var id = lease.session().uploadId();
    LOG.warn("upload {} is lost, its session was of another time: {}", id, e.getMessage());
    lease.delete();
    return refused(new Refusal.Lost(id));
  }

  private HeldLease take(String uploadId, Urgency urgency)
      throws IOException, InterruptedException {
    requireId(uploadId);
    return switch (leases.take(uploadId, urgency)) {
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

  static StoredUpload stored(UploadSession session) {
    return new StoredUpload(
        session.uploadId(),
        session.path(),
        session.totalSize(),
        session.uploadedBytes(),
        session.contentType(),
        UploadMetadata.parse(session.metadata()),
        session.isPartial(),
        session.storageState());
  }
}
