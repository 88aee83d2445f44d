package dev.longshore.operator.condition;

/** What tools that wait for a resource have to know of it. */
public enum Phase {
  /** All is as the resource says. */
  READY,
  /** It will be, without anybody changing the resource or what is there. */
  RECONCILING,
  /** Somebody has to change something. */
  STALLED
}
