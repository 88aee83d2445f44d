package dev.longshore.service.upload;

import java.util.List;

/**
 * Who a request comes from, as far as uploads care.
 *
 * @param owner whose uploads are meant, or null where nobody is asked who they are
 * @param name what limits count by: the owner, or where the request comes from
 * @param folders where the objects of new uploads may lie, without a {@code /} at the end; null for
 *     anywhere, and empty for nowhere
 * @param quota what this caller may have of its own, in the place of the service's limits
 */
public record Caller(String owner, String name, List<String> folders, Quota quota) {

  /** Nobody that is known, from somewhere that is not. */
  public static final Caller UNKNOWN = anonymous("unknown");

  /** Nobody that is known; counted by where the request comes from. */
  public static Caller anonymous(String address) {
    return new Caller(null, "address " + address, null, Quota.NONE);
  }

  /** Somebody who is known. */
  public static Caller owner(String owner, List<String> folders, Quota quota) {
    return new Caller(owner, "owner " + owner, folders, quota);
  }

  /**
   * Whether an upload is this caller's. One that was created while nobody was asked is whoever's
   * that knows its unguessable name; and where nobody is asked, every one is.
   */
  boolean owns(String itsOwner) {
    return owner == null || itsOwner == null || itsOwner.equals(owner);
  }

  /** Whether an object may lie at this path. */
  boolean mayStoreAt(String path) {
    return folders == null || folders.stream().anyMatch(folder -> path.startsWith(folder + "/"));
  }

  /** Where the object of an upload lies that says nothing of it. */
  String pathOf(String uploadId) {
    return folders.isEmpty() ? uploadId : folders.getFirst() + "/" + uploadId;
  }
}
