package dev.longshore.service.session;

/**
 * What pods tell each other about leases. A signal may be lost or late; nothing may depend on it
 * but how soon something happens.
 */
public interface SessionSignals {

  /** Somebody waits for the lease of this upload. */
  void wanted(String uploadId, Urgency urgency);

  /** The lease of this upload is free. */
  void released(String uploadId);
}
