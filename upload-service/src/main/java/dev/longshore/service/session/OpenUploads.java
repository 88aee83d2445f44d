package dev.longshore.service.session;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/**
 * Counts for all pods what each client has under way. Kept beside the sessions and not with them:
 * an upload that was given up is noticed by whoever needs its place. Every call may throw {@link
 * SessionStoreUnavailableException}, and one that is sent twice has the effect of one.
 */
public interface OpenUploads {

  /** What limits do not limit. */
  long UNLIMITED = -1;

  /** Whether one more may be under way. */
  enum Admission {
    ADMITTED,
    TOO_MANY_UPLOADS,
    TOO_MANY_BYTES
  }

  /**
   * Counts an upload if its client may have it, in one step.
   *
   * @param bytes of it, as far as they are known
   * @param mostUploads that the client may have, or {@link #UNLIMITED}
   * @param mostBytes that those may have together, or {@link #UNLIMITED}; holds for {@link #resize}
   *     too
   */
  Admission admit(String client, String uploadId, long bytes, long mostUploads, long mostBytes);

  /**
   * Counts an upload with as many bytes as wanted, or as there is room for beside the client's
   * others.
   *
   * @return the bytes that it is counted with; all that were wanted if it is not counted at all
   */
  long resize(String uploadId, long wanted);

  /** Counts these no longer. */
  void release(Collection<String> uploadIds);

  /** What of a client is counted, and for how long it has been. */
  Map<String, Duration> of(String client);

  /**
   * Some of all that is counted, by whichever client. What is counted all the while is on some
   * page.
   *
   * @param start {@link Page#FIRST}, or what the page before said
   */
  Page page(String start);

  /**
   * A part of what is counted.
   *
   * @param ages for how long each has been counted
   * @param next where the next page starts, or {@link #FIRST} behind the last
   */
  record Page(Map<String, Duration> ages, String next) {
    public static final String FIRST = "0";
  }
}
