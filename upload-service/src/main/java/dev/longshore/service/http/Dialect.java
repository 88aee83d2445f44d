package dev.longshore.service.http;

import dev.longshore.service.session.UploadSession;
import dev.longshore.service.upload.Chunk;
import dev.longshore.service.upload.NewUpload;
import dev.longshore.service.upload.Refusal;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import java.util.Map;
import java.util.Optional;

/** How one protocol says what all of them mean. Translates, and decides nothing. */
interface Dialect {

  /**
   * What the client wants to create.
   *
   * @throws dev.longshore.service.upload.UploadRefusedException if the request breaks a rule
   */
  NewUpload creation(HttpRequest<?> request);

  /** Whether the creating request carries first bytes of the upload. */
  boolean creationCarriesBytes(HttpRequest<?> request);

  /** What the client said of the bytes that a creating request carries. */
  Chunk firstChunk(HttpRequest<?> request);

  /** Checks that a body is one to append, and says what the client said of it. */
  Chunk chunk(HttpRequest<?> request);

  MutableHttpResponse<?> created(UploadSession session);

  MutableHttpResponse<?> offset(UploadSession session);

  MutableHttpResponse<?> appended(UploadSession session);

  MutableHttpResponse<?> terminated();

  /** Refuses fields that have no place where an upload is only looked at or ended. */
  default void requireBare(HttpRequest<?> request) {}

  /** Whether the upload is of no use any more once this was refused to a chunk. */
  default boolean isEndedBy(Refusal refusal, Chunk chunk) {
    return false;
  }

  /** The fields of an interim response that announces a new upload, if one may be sent. */
  default Optional<Map<String, String>> announcement(UploadSession session) {
    return Optional.empty();
  }

  /** The fields of an interim response that says how far a body is safe, if one may be sent. */
  default Optional<Map<String, String>> progress(long offset) {
    return Optional.empty();
  }
}
