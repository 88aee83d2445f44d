package dev.longshore.service.storage.s3;

/**
 * Where things lie in the bucket: finished objects by their path, what is kept of unfinished
 * uploads in {@code .longshore/uploads/<scope>/<id>/}, which no path can name because hidden
 * targets are refused.
 *
 * @param prefix what stands before every key, empty or ending in {@code /}
 * @param scope of the uploads that these keys are for
 */
record Keys(String prefix, String scope) {

  /** S3's limit for a key in UTF-8. */
  static final int MAX_BYTES = 1024;

  String object(String path) {
    return prefix + path;
  }

  /** Before all that is kept of unfinished uploads, of other scopes too. */
  String everybodysUploads() {
    return prefix + ".longshore/uploads/";
  }

  /** Before all that is kept of the unfinished uploads of this scope. */
  String uploads() {
    return everybodysUploads() + scope + "/";
  }

  /** Before all that is kept of one. */
  String upload(String uploadId) {
    return uploads() + uploadId + "/";
  }

  String tail(String uploadId, Tail tail) {
    return upload(uploadId) + tail.name();
  }

  /** What tells of a multipart upload that was begun under this lease, at this attempt. */
  String marker(String uploadId, long fence, int attempt) {
    return upload(uploadId) + MARKER + fence + "." + attempt;
  }

  /** Where a piece of others is made, by a multipart upload begun under this lease. */
  String whole(String uploadId, long fence) {
    return upload(uploadId) + "whole." + fence;
  }

  /** Before the objects that show whether the bucket can be written to. */
  String probes() {
    return prefix + ".longshore/probe-";
  }

  static final String MARKER = "multipart.";
}
