package dev.longshore.service.storage.s3;

/**
 * Bytes of an upload that do not fill a part yet, as a hidden object. It is written once, and never
 * again under the same name: the fence is in it.
 *
 * @param from offset of its first byte in the upload
 * @param to offset behind its last byte
 * @param fence number of the lease under which it was written
 */
record Tail(long from, long to, long fence) {

  long length() {
    return to - from;
  }

  /** Its name among what is kept of the upload. */
  String name() {
    return "tail." + from + "-" + to + "." + fence;
  }
}
