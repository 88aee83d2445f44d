package dev.longshore.service.http;

import dev.longshore.service.session.UploadSession;
import dev.longshore.service.upload.Chunk;
import dev.longshore.service.upload.NewUpload;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;

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
}
