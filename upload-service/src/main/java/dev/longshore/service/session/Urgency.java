package dev.longshore.service.session;

/** How soon a newcomer wants the holder of a lease to let go. Ordered: later is more urgent. */
public enum Urgency {
  /** Another chunk waits: finish the body if it keeps flowing, for a short while. */
  SOON,
  /** The client asks for the offset or ends the upload: it will not send the rest of this body. */
  NOW
}
