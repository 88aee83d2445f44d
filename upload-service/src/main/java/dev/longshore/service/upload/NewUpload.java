package dev.longshore.service.upload;

import java.util.List;
import java.util.function.Function;

/**
 * What a client asks for when it creates an upload.
 *
 * @param path where the object shall lie, or null for the upload's id
 * @param totalSize length in bytes, or null if the client will say it later
 * @param contentType media type, or null
 * @param metadata the tus {@code Upload-Metadata} field as sent, or null
 * @param concat the tus {@code Upload-Concat} field as sent, or null
 * @param caller who asks
 * @param fields values of a field of the request by its name, in any case; empty if it is not there
 */
public record NewUpload(
    String path,
    Long totalSize,
    String contentType,
    String metadata,
    String concat,
    Caller caller,
    Function<String, List<String>> fields) {

  /** An upload of nobody that is known. */
  public NewUpload(
      String path, Long totalSize, String contentType, String metadata, String concat) {
    this(path, totalSize, contentType, metadata, concat, Caller.UNKNOWN, name -> List.of());
  }

  /** An upload that has nothing to do with concatenation. */
  public NewUpload(String path, Long totalSize, String contentType, String metadata) {
    this(path, totalSize, contentType, metadata, null);
  }

  /** The same, asked for by {@code asking} in a request with {@code itsFields}. */
  public NewUpload by(Caller asking, Function<String, List<String>> itsFields) {
    return new NewUpload(path, totalSize, contentType, metadata, concat, asking, itsFields);
  }
}
