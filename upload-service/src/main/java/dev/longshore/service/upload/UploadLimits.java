package dev.longshore.service.upload;

/**
 * What one client may send.
 *
 * @param maxUploadSize bytes of one upload
 * @param maxChunkSize bytes of one request body
 */
public record UploadLimits(long maxUploadSize, long maxChunkSize) {

  /**
   * @param length bytes of an upload, or null while nobody knows
   * @throws UploadRefusedException if those are too many
   */
  void requireUpload(Long length) {
    if (length != null && length > maxUploadSize) {
      throw new UploadRefusedException(new Refusal.UploadTooLarge(maxUploadSize, length));
    }
  }

  /**
   * @param length bytes that a body announces, or -1
   * @throws UploadRefusedException if those are too many
   */
  void requireChunk(long length) {
    if (length > maxChunkSize) {
      throw new UploadRefusedException(new Refusal.ChunkTooLarge(maxChunkSize, -1));
    }
  }
}
