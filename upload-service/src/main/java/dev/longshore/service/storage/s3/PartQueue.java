package dev.longshore.service.storage.s3;

import dev.longshore.service.storage.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What of an upload is safe, and behind it the parts that are on their way, in order. What counts
 * is what has no gap. Guarded by the lock of its {@link S3Append}.
 */
final class PartQueue implements Iterable<Part> {

  private final ArrayDeque<Part> parts = new ArrayDeque<>();
  private final ArrayDeque<Snapshot> snapshots = new ArrayDeque<>();
  private final List<Tail> replaced = new ArrayList<>();

  /** All whole parts that are safe without a gap. */
  private UploadState base;

  private long baseEnd;

  /** Bytes of the whole upload, or null while unknown. */
  private Long length;

  /** A progress that was given out, and how many of the replaced tails it does not need. */
  private record Snapshot(Progress progress, int replaced) {}

  /**
   * @param offset at which the state was kept
   */
  PartQueue(UploadState state, long offset, Long length) {
    this.base = state;
    this.baseEnd = state.partsEnd(offset);
    this.length = length;
    if (!state.tails().isEmpty()) {
      open();
    }
  }

  @Override
  public Iterator<Part> iterator() {
    return parts.iterator();
  }

  /** The part that was opened last, or null. */
  Part last() {
    return parts.peekLast();
  }

  /** Offset behind the last byte that was written. */
  long end() {
    return parts.isEmpty() ? baseEnd : parts.getLast().end;
  }

  boolean isAtEnd() {
    return length != null && end() >= length;
  }

  /** Parts with a call under way. */
  long inFlight() {
    return parts.stream().filter(part -> part.busy).count();
  }

  /** Whether bytes are in memory, or on their way from there. */
  boolean hasUnsafe() {
    return parts.stream().anyMatch(part -> part.busy || part.pages.length() > 0);
  }

  /** Whether the whole upload fits into one part, none of which is safe as one. */
  boolean isSmall() {
    return base.multipart() == null
        && baseEnd == 0
        && length != null
        && length <= base.grid().from(2);
  }

  /** Begins the next part. */
  void open() {
    boolean first = parts.isEmpty();
    long from = first ? baseEnd : parts.getLast().to;
    int number = base.grid().number(from);
    long to = base.grid().from(number + 1);
    parts.add(
        new Part(
            number,
            from,
            length == null ? to : Math.min(to, length),
            first ? base.tails() : List.of(),
            first ? base.tailsCrc() : 0));
  }

  /** Notes that what was written is the whole upload. */
  void close() {
    length = end();
    if (!parts.isEmpty()) {
      parts.getLast().to = length;
    }
  }

  /** Notes that the bytes of tails are elsewhere too. */
  void replace(List<Tail> tails) {
    replaced.addAll(tails);
  }

  /**
   * What is safe now: whole parts up to the first that is not, and the tails of that one.
   *
   * @param multipart the multipart upload, if there is one
   */
  Progress snapshot(UploadState.Multipart multipart) {
    while (!parts.isEmpty() && parts.getFirst().stored) {
      var part = parts.removeFirst();
      int crc = Crc32c.combine(base.partsCrc(), part.crc, part.to - part.from);
      base = base.with(crc, 0, List.of(), multipart);
      baseEnd = part.to;
    }
    var first = parts.peekFirst();
    var state =
        first == null
            ? base.with(base.partsCrc(), 0, List.of(), multipart)
            : base.with(base.partsCrc(), first.tailsCrc, first.tails, multipart);
    var progress = new Progress(baseEnd + Tails.length(state.tails()), state.format());
    var latest = snapshots.peekLast();
    if (latest != null && latest.progress().equals(progress)) {
      return latest.progress();
    }
    snapshots.add(new Snapshot(progress, replaced.size()));
    return progress;
  }

  /** What is kept once the object of a small upload was made of its only part. */
  Progress made(Part part, int crc) {
    boolean littered = base.littered() || !part.tails.isEmpty() || !replaced.isEmpty();
    var state = new UploadState(base.grid(), true, littered, crc, 0, List.of(), null);
    return new Progress(part.end, state.format());
  }

  /** Tails that nobody needs any more, now that this progress is kept with the session. */
  List<Tail> committed(Progress progress) {
    if (snapshots.stream().noneMatch(snapshot -> snapshot.progress() == progress)) {
      return List.of();
    }
    var snapshot = snapshots.removeFirst();
    while (snapshot.progress() != progress) {
      snapshot = snapshots.removeFirst();
    }
    int number = snapshot.replaced();
    var needless = List.copyOf(replaced.subList(0, number));
    replaced.subList(0, number).clear();
    var later = List.copyOf(snapshots);
    snapshots.clear();
    later.forEach(s -> snapshots.add(new Snapshot(s.progress(), s.replaced() - number)));
    return needless;
  }
}
