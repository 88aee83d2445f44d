package dev.longshore.service.upload;

import dev.longshore.service.session.SessionPeek;
import dev.longshore.service.session.SessionStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps callers away from uploads that are not theirs, before anything is done with those: not even
 * who writes is disturbed. An upload never changes hands and no name is given twice, so that what
 * was seen once holds, and mostly no store is asked.
 */
public final class Owners {

  private static final int MOST = 10_000;

  private final SessionStore store;
  private final Map<String, Optional<String>> seen =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<String>> eldest) {
          return size() > MOST;
        }
      };

  public Owners(SessionStore store) {
    this.store = store;
  }

  /**
   * Passes also where there is no upload: what is done next finds that out.
   *
   * @throws UploadRefusedException as if there were no such upload, if it is another's
   * @throws dev.longshore.service.session.SessionStoreUnavailableException if it can't be known
   */
  public void require(Caller caller, String uploadId) {
    if (!UploadId.isOne(uploadId)) {
      return;
    }
    var owner = owner(uploadId);
    if (owner != null && !caller.owns(owner.orElse(null))) {
      throw new UploadRefusedException(new Refusal.NotFound(uploadId));
    }
  }

  /** Its owner, if it has one; null if there is no such upload. */
  private Optional<String> owner(String uploadId) {
    synchronized (seen) {
      var known = seen.get(uploadId);
      if (known != null) {
        return known;
      }
    }
    if (store.peek(List.of(uploadId)).get(uploadId) instanceof SessionPeek.Found(var session)) {
      var owner = Optional.ofNullable(session.owner());
      synchronized (seen) {
        seen.put(uploadId, owner);
      }
      return owner;
    }
    return null;
  }
}
