package dev.longshore.service.upload;

/**
 * What is said of one caller in the place of the service's limits.
 *
 * @param openUploads uploads that are not complete at the same time, or null for the service's
 * @param openBytes bytes that those may have together, or null for the service's
 */
public record Quota(Long openUploads, Long openBytes) {

  /** Nothing of its own. */
  public static final Quota NONE = new Quota(null, null);
}
