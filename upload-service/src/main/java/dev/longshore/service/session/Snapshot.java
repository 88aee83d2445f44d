package dev.longshore.service.session;

/**
 * A session as it was read, without a lease.
 *
 * @param session what is stored
 * @param leased whether somebody held the lease then, so that more bytes may follow at any moment
 */
public record Snapshot(UploadSession session, boolean leased) {}
