package dev.longshore.service.storage.s3;

import java.net.URI;
import java.time.Duration;

/**
 * How to reach the provider.
 *
 * @param endpoint of another provider than AWS, or null
 * @param region signed into every call; null asks the environment, as AWS's tools do
 * @param pathStyle whether the bucket stands in the path instead of the host name
 * @param accessKeyId with {@code secretAccessKey} the credentials; null takes AWS's default chain:
 *     environment, web identity (IRSA), shared profile, container, instance
 * @param secretAccessKey belongs to {@code accessKeyId}
 * @param profile of the shared configuration files, or null
 * @param signPayload whether bodies are signed where the connection is not encrypted
 * @param timeout how long one try of a call may take, and a second more for every mebibyte
 * @param attempts how often a call is tried
 */
public record S3Connection(
    URI endpoint,
    String region,
    boolean pathStyle,
    String accessKeyId,
    String secretAccessKey,
    String profile,
    boolean signPayload,
    Duration timeout,
    int attempts) {

  /** Secrets must not get into logs. */
  @Override
  public String toString() {
    return "S3Connection[" + (endpoint == null ? "AWS" : endpoint) + ", " + region + "]";
  }
}
