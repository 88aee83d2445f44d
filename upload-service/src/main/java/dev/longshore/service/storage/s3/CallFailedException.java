package dev.longshore.service.storage.s3;

import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** A call to S3 failed for good: it was refused, or nobody answered after all retries. */
final class CallFailedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  CallFailedException(String operation, String key, SdkException cause) {
    super("S3 " + operation + " of " + key + " failed: " + reason(cause), cause);
    if (cause instanceof AwsServiceException answer) {
      status = answer.statusCode();
      code = answer.awsErrorDetails() == null ? "" : answer.awsErrorDetails().errorCode();
    } else {
      status = 0;
      code = "";
    }
  }

  private static String reason(SdkException cause) {
    return cause instanceof AwsServiceException answer && answer.statusCode() == 403
        ? cause.getMessage() + "; docs/s3.md lists the permissions that the service needs"
        : cause.getMessage();
  }

  /** The object or the multipart upload is not there. */
  boolean isMissing() {
    return status == 404 && !"NoSuchBucket".equals(code);
  }

  /** A condition of the call did not hold, or something else was written at the same time. */
  boolean isConditionFailed() {
    return status == 412 || status == 409 && "ConditionalRequestConflict".equals(code);
  }

  /**
   * Nobody answered. A provider may also have refused a condition while the body was being sent,
   * and closed the connection before its answer could be read.
   */
  boolean isUnanswered() {
    return status == 0;
  }

  /** Another try may succeed. */
  boolean mayPass() {
    return isUnanswered() || status >= 500 || status == 429;
  }

  /** The bytes in the bucket are not those that were to be put together. */
  boolean isMismatch() {
    return status == 400
        && List.of("BadDigest", "InvalidPart", "XAmzContentChecksumMismatch").contains(code);
  }

  /** Whether the storage has no room, which waiting may cure. */
  boolean isFull() {
    return status == 507 || code != null && code.contains("QuotaExceeded");
  }
}
