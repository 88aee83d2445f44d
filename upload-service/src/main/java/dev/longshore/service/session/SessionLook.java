package dev.longshore.service.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Looks at sessions for people who want to know what is under way. No look is a use: it takes no
 * lease and leaves the time to live as it is. Every call does a bounded amount of work, and may
 * throw {@link SessionStoreUnavailableException}.
 */
public interface SessionLook {

  /**
   * Some of the sessions whose id begins so, in no order. One that is there all the while is on
   * some page, maybe on two; a page may be empty though others follow.
   *
   * @param idPrefix what the ids begin with; empty for all
   * @param start {@link Page#FIRST}, or what the page before said
   * @param wanted how many are enough; a few more may come
   * @throws IllegalArgumentException if {@code start} is neither
   */
  Page page(String idPrefix, String start, int wanted);

  /** One session, by its whole id; empty if there is none that can be read. */
  Optional<Sight> one(String uploadId);

  /**
   * A part of what there is.
   *
   * @param next where the next page starts, or {@link #FIRST} behind the last; never an upload's id
   */
  record Page(List<Sight> sessions, String next) {
    public static final String FIRST = "0";
  }

  /**
   * A session as it was seen.
   *
   * @param expiresIn time to live that was left then
   * @param holder name of the taking that held its lease then
   */
  record Sight(UploadSession session, Duration expiresIn, Optional<String> holder) {}
}
