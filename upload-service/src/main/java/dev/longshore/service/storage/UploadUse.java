package dev.longshore.service.storage;

/** What is known, outside of the storage, of an upload that the storage keeps something of. */
public enum UploadUse {
  /** Somebody may go on with it, or make others of it: nothing may be freed. */
  NEEDED,
  /** It is complete or aborted: what is kept was left by a crash. */
  ENDED,
  /** No session tells of it: it expired, or its session was lost. */
  UNKNOWN
}
