package dev.longshore.service.access;

import dev.longshore.service.upload.Caller;
import java.io.IOException;

/** Tells whose a request is. May block; called on virtual threads. */
public interface Authenticator extends AutoCloseable {

  /**
   * Whose it is.
   *
   * @throws AccessRefusedException if it is nobody's that may do this, or if that can't be told now
   */
  Caller authenticate(AccessRequest request) throws IOException, InterruptedException;

  @Override
  default void close() {
    // Most hold nothing.
  }
}
