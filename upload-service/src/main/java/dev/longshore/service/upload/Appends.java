package dev.longshore.service.upload;

import dev.longshore.service.session.HeldLease;
import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.StorageFullException;
import dev.longshore.service.storage.UploadLostException;
import dev.longshore.service.upload.digest.DigestCheck;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Appends bodies to uploads whose lease is held, as far as the rules let them. */
final class Appends implements AutoCloseable {

  private final ObjectStorage storage;
  private final Finish finish;
  private final UploadLimits limits;
  private final Admissions admissions;
  private final TransferOptions options;
  private final boolean madeAtOnce;
  private final UploadMeters meters;
  private final InstantSource clock;
  private final Set<Transfer> transfers = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("transfers").factory());
  private volatile boolean stopping;

  /**
   * @param madeAtOnce whether a storage may make the object at the end of a body
   */
  Appends(
      ObjectStorage storage,
      Finish finish,
      UploadLimits limits,
      Admissions admissions,
      TransferOptions options,
      boolean madeAtOnce,
      UploadMeters meters,
      InstantSource clock) {
    this.storage = storage;
    this.finish = finish;
    this.limits = limits;
    this.admissions = admissions;
    this.options = options;
    this.madeAtOnce = madeAtOnce;
    this.meters = meters;
    this.clock = clock;
  }

  /** Takes the body. What arrived is kept, also where this ends with a refusal. */
  void append(HeldLease lease, Chunk chunk, Body body) throws IOException, InterruptedException {
    var session = lease.session();
    if (session.isFinal()) {
      throw refused(new Refusal.MadeOfPieces(session.uploadId()));
    }
    if (session.uploadedBytes() != chunk.offset()) {
      throw refused(new Refusal.OffsetMismatch(session.uploadedBytes(), chunk.offset()));
    }
    if (session.status() == SessionStatus.Complete && body.length() > 0) {
      throw beyond(session);
    }
    requireLongEnough(session, chunk, body.length());
    learnLength(lease, chunk, body);
    long room = room(lease.session());
    if (body.length() > room) {
      throw beyond(lease.session());
    }
    boolean grows = lease.session().totalSize() == null;
    if (grows) {
      room = admitted(lease.session(), body, room);
    }
    try {
      take(lease, chunk, body, room);
    } finally {
      if (grows) {
        admissions.settle(lease.session());
      }
    }
    requireEnd(lease.session(), chunk);
  }

  /** How many of the bytes that there is room for the client may have under way. */
  private long admitted(UploadSession session, Body body, long room) {
    long wanted = body.length() < 0 ? room : body.length();
    long allowed = admissions.room(session, wanted);
    if (allowed < wanted && (body.length() >= 0 || allowed == 0)) {
      admissions.settle(session);
      throw refused(new Refusal.TooManyBytes(session.uploadedBytes() + allowed));
    }
    return body.length() < 0 ? allowed : room;
  }

  private void take(HeldLease lease, Chunk chunk, Body body, long room)
      throws IOException, InterruptedException {
    var check = chunk.digests() == null ? null : new DigestCheck(chunk.digests());
    boolean endIsNew = chunk.isLast() && lease.session().totalSize() == null;
    if (room > 0 && body.length() != 0 || endIsNew) {
      transfer(lease, chunk, check, body, room);
      requireLongEnough(lease.session(), chunk, lease.session().uploadedBytes() - chunk.offset());
    } else {
      requireNothing(lease.session(), check, body);
    }
  }

  private void requireLongEnough(UploadSession session, Chunk chunk, long length) {
    var said = chunk.totalSize() == null ? session.totalSize() : chunk.totalSize();
    limits.requireLongEnough(chunk, length, said, session.uploadedBytes());
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
    limits.requireUpload(said, session.isPartial());
    admissions.learn(session, said);
    lease.commit(session.withTotalSize(said, clock.instant()));
  }

  /** How many bytes more the upload can take. */
  private long room(UploadSession session) {
    var end = session.totalSize() == null ? limits.maxUploadSize() : session.totalSize();
    return end - session.uploadedBytes();
  }

  /** More came than there was room for when the body began. */
  private UploadRefusedException beyond(UploadSession session, long room) {
    return session.totalSize() == null && room + session.uploadedBytes() < limits.maxUploadSize()
        ? refused(new Refusal.TooManyBytes(room + session.uploadedBytes()))
        : beyond(session);
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
    try (var append = storage.append(StoredSession.of(session), lease.fence(), lease.abandoned())) {
      var transfer =
          new Transfer(lease, append, madeAtOnce, body, check, options, meters, timer, clock);
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
      throw finish.lost(lease, e);
    }
  }

  private void refuseUnlessComplete(
      Body.Ending ending, Transfer transfer, UploadSession session, long room) {
    long kept = session.uploadedBytes();
    switch (ending) {
      case COMPLETE -> {}
      case OVER_LIMIT ->
          throw room <= limits.maxChunkSize()
              ? beyond(session, room)
              : refused(new Refusal.ChunkTooLarge(limits.maxChunkSize(), kept));
      case CUT -> {
        meters.cut();
        throw new ClientGoneException(kept);
      }
      case TOO_SLOW -> throw refused(new Refusal.TooSlow(kept));
      case STOPPED -> {
        if (transfer.stopReason() == Transfer.StopReason.WANTED) {
          meters.handedOver();
        }
        throw refused(
            switch (transfer.stopReason()) {
              case WANTED -> new Refusal.TakenOver(kept);
              case STOPPING -> new Refusal.Stopping(kept);
              case LOST -> new Refusal.LeaseLost();
            });
      }
    }
  }

  /** Ends every running body, keeping what came, and those that may still begin. */
  void stop() {
    stopping = true;
    transfers.forEach(transfer -> transfer.stop(Transfer.StopReason.STOPPING));
  }

  /** Bodies that are still on their way in. */
  int running() {
    return transfers.size();
  }

  @Override
  public void close() {
    timer.shutdown();
  }

  private static UploadRefusedException refused(Refusal refusal) {
    return new UploadRefusedException(refusal);
  }
}
