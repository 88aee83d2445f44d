package dev.longshore.service.storage.s3;

/**
 * What a provider allows of a multipart upload.
 *
 * @param maxParts highest part number
 * @param minPartSize least bytes of every part but the last
 * @param maxPartSize most bytes of a part
 */
public record PartLimits(int maxParts, long minPartSize, long maxPartSize) {

  /** Those of AWS, which most providers share. */
  public static final PartLimits AWS = new PartLimits(10_000, 5L << 20, 5L << 30);
}
