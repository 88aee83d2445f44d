package dev.longshore.service.upload;

import dev.longshore.service.session.UploadSession;
import java.util.List;
import java.util.function.Function;

/**
 * What the service's owner wants to be asked before something is done. Calls block until there is
 * an answer, or none is waited for any longer, and may throw {@link UploadRefusedException}.
 */
public interface UploadHooks extends AutoCloseable {

  /** Asks nobody. */
  UploadHooks NONE =
      new UploadHooks() {
        @Override
        public UploadSession creating(
            UploadSession proposed, Function<String, List<String>> fields) {
          return proposed;
        }

        @Override
        public boolean askBeforeCompletion() {
          return false;
        }

        @Override
        public void completing(UploadSession upload) {
          // Whatever is complete may be.
        }
      };

  /**
   * Asks about a new upload, of which nothing is stored or counted yet.
   *
   * @param fields values of a field of the request by its name; empty if it is not there
   * @return what it shall be: its path, content type, metadata and tags may be others
   */
  UploadSession creating(UploadSession proposed, Function<String, List<String>> fields)
      throws InterruptedException;

  /** Whether {@link #completing} asks anybody, so that no object may be made before. */
  boolean askBeforeCompletion();

  /** Asks about an upload that has all its bytes and is no object yet; maybe again. */
  void completing(UploadSession upload) throws InterruptedException;

  @Override
  default void close() {
    // Who asks nobody holds nothing.
  }
}
