package dev.longshore.service.session;

/**
 * What the holder of a lease must react to while it works. Called on any thread; must not block.
 */
public interface LeaseEvents {

  /** Somebody waits for the lease; may be called again, also with the same urgency. */
  void wanted(Urgency urgency);

  /** The lease is ours no longer, or will end before it can be renewed: write no further byte. */
  void lost();
}
