package dev.longshore.service.upload;

/**
 * What one client may send.
 *
 * @param maxUploadSize bytes of one upload
 * @param maxChunkSize bytes of one request body
 * @param minUploadSize bytes of one upload, where its length is said before its end; 0 for none
 * @param minChunkSize bytes of one request body that is neither empty nor the upload's last; 0 for
 *     none
 */
public record UploadLimits(
    long maxUploadSize, long maxChunkSize, long minUploadSize, long minChunkSize) {

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
   * @param length bytes of an upload, or null while nobody knows
   * @param isPiece whether it is a piece of others, which may be as small as it likes
   * @throws UploadRefusedException if those are too many or too few
   */
  void requireUpload(Long length, boolean isPiece) {
    requireUpload(length);
    if (!isPiece && length != null && length < minUploadSize) {
      throw new UploadRefusedException(new Refusal.UploadTooSmall(minUploadSize, length));
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

  /**
   * @param length bytes of a body
   * @param totalSize of the upload, or null while nobody knows
   * @param kept offset of the upload, or -1 while there is none
   * @throws UploadRefusedException if the body is too short, and not empty, and not the last
   */
  void requireLongEnough(Chunk chunk, long length, Long totalSize, long kept) {
    boolean mayBeLast =
        totalSize == null
            ? chunk.end() != Chunk.End.LATER
            : chunk.isLast() || chunk.offset() + length >= totalSize;
    if (length > 0 && length < minChunkSize && !mayBeLast) {
      throw new UploadRefusedException(new Refusal.ChunkTooSmall(minChunkSize, kept));
    }
  }
}
