package dev.longshore.service.http;

import static dev.longshore.service.http.Headers.TUS_RESUMABLE;
import static dev.longshore.service.http.Headers.UPLOAD_EXPIRES;
import static dev.longshore.service.http.Headers.UPLOAD_LENGTH;
import static dev.longshore.service.http.Headers.UPLOAD_METADATA;
import static dev.longshore.service.http.Headers.UPLOAD_OFFSET;

import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.upload.Chunk;
import dev.longshore.service.upload.Concat;
import dev.longshore.service.upload.NewUpload;
import dev.longshore.service.upload.UploadLimits;
import dev.longshore.service.upload.UploadMetadata;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;

/**
 * tus 1.0.0 with creation, creation-defer-length, creation-with-upload, checksum, checksum-trailer,
 * concatenation, concatenation-unfinished, expiration and termination (<a
 * href="https://tus.io/protocols/resumable-upload">tus.io</a>).
 */
@Singleton
final class TusDialect implements Dialect {

  static final String VERSION = "1.0.0";
  static final String MEDIA_TYPE = "application/offset+octet-stream";
  private static final String EXTENSIONS =
      "creation,creation-defer-length,creation-with-upload,checksum,checksum-trailer,"
          + "concatenation,concatenation-unfinished,expiration,termination";

  private final UploadLimits limits;
  private final Expiry expiry;

  TusDialect(UploadLimits limits, Expiry expiry) {
    this.limits = limits;
    this.expiry = expiry;
  }

  /** Whether this is meant to be tus, rightly spoken or not. */
  static boolean speaks(HttpRequest<?> request) {
    var headers = request.getHeaders();
    return headers.contains(TUS_RESUMABLE)
        || headers.contains(UPLOAD_LENGTH)
        || headers.contains(Headers.UPLOAD_DEFER_LENGTH)
        || headers.contains(Headers.UPLOAD_CONCAT)
        || isUploadBody(request);
  }

  /** Whether the version of the protocol is the one spoken here; if not, nothing may be done. */
  static boolean isRightVersion(HttpRequest<?> request) {
    return VERSION.equals(request.getHeaders().get(TUS_RESUMABLE));
  }

  MutableHttpResponse<?> options() {
    return HttpResponse.noContent()
        .header(TUS_RESUMABLE, VERSION)
        .header(Headers.TUS_VERSION, VERSION)
        .header(Headers.TUS_EXTENSION, EXTENSIONS)
        .header(Headers.TUS_CHECKSUM_ALGORITHM, UploadChecksum.ALGORITHMS)
        .header(Headers.TUS_MAX_SIZE, Long.toString(limits.maxUploadSize()));
  }

  @Override
  public NewUpload creation(HttpRequest<?> request) {
    var headers = request.getHeaders();
    var field = headers.get(UPLOAD_METADATA);
    var metadata = UploadMetadata.parse(field);
    var concat = headers.get(Headers.UPLOAD_CONCAT);
    return new NewUpload(
        metadata.get("path"),
        concat != null && Concat.parse(concat) instanceof Concat.Final
            ? noLength(request)
            : length(request),
        metadata.getOrDefault("filetype", metadata.get("contentType")),
        field,
        concat);
  }

  /** The length of what is made of pieces is theirs, and so are its bytes. */
  private static Long noLength(HttpRequest<?> request) {
    if (request.getHeaders().contains(UPLOAD_LENGTH)
        || request.getHeaders().contains(Headers.UPLOAD_DEFER_LENGTH)) {
      throw Headers.invalid("A final upload has no Upload-Length: it is that of its pieces.");
    }
    if (isUploadBody(request)) {
      throw Headers.invalid("A final upload is created without a body: its bytes are its pieces'.");
    }
    return null;
  }

  /** Upload-Length, or null where the client says that it will say it later. */
  private static Long length(HttpRequest<?> request) {
    var deferred = request.getHeaders().get(Headers.UPLOAD_DEFER_LENGTH);
    var length = Headers.size(request, UPLOAD_LENGTH);
    if (deferred != null && !deferred.equals("1")) {
      throw Headers.invalid("Upload-Defer-Length must be 1, not '" + deferred + "'.");
    }
    if (length.isPresent() == (deferred != null)) {
      throw Headers.invalid("Send either Upload-Length or Upload-Defer-Length: 1.");
    }
    return length.isPresent() ? length.getAsLong() : null;
  }

  @Override
  public boolean creationCarriesBytes(HttpRequest<?> request) {
    if (isUploadBody(request)) {
      return true;
    }
    if (request.getContentLength() > 0) {
      throw new WrongMediaTypeException(MEDIA_TYPE);
    }
    return false;
  }

  @Override
  public Chunk firstChunk(HttpRequest<?> request) {
    return new Chunk(0, null, Chunk.End.UNSAID, UploadChecksum.of(request));
  }

  @Override
  public Chunk chunk(HttpRequest<?> request) {
    if (!isUploadBody(request)) {
      throw new WrongMediaTypeException(MEDIA_TYPE);
    }
    var length = Headers.size(request, UPLOAD_LENGTH);
    return new Chunk(
        Headers.requiredSize(request, UPLOAD_OFFSET),
        length.isPresent() ? length.getAsLong() : null,
        Chunk.End.UNSAID,
        UploadChecksum.of(request));
  }

  @Override
  public MutableHttpResponse<?> created(UploadSession session) {
    return standing(HttpResponse.status(HttpStatus.CREATED), session);
  }

  @Override
  public MutableHttpResponse<?> offset(UploadSession session) {
    var response =
        standing(HttpResponse.ok(), session).header(HttpHeaders.CACHE_CONTROL, "no-store");
    if (session.totalSize() != null) {
      response.header(UPLOAD_LENGTH, Long.toString(session.totalSize()));
    } else if (!session.isFinal()) {
      response.header(Headers.UPLOAD_DEFER_LENGTH, "1");
    }
    if (session.metadata() != null) {
      response.header(UPLOAD_METADATA, session.metadata());
    }
    return response;
  }

  @Override
  public MutableHttpResponse<?> appended(UploadSession session) {
    return expires(HttpResponse.noContent(), session)
        .header(UPLOAD_OFFSET, Long.toString(session.uploadedBytes()));
  }

  @Override
  public MutableHttpResponse<?> terminated() {
    return HttpResponse.noContent();
  }

  /** How far it is. What is made of pieces is nowhere before it is complete. */
  private MutableHttpResponse<?> standing(MutableHttpResponse<?> response, UploadSession session) {
    if (!session.isFinal() || session.status() == SessionStatus.Complete) {
      response.header(UPLOAD_OFFSET, Long.toString(session.uploadedBytes()));
    }
    if (session.concat() != null) {
      response.header(Headers.UPLOAD_CONCAT, session.concat());
    }
    return expires(response, session);
  }

  private MutableHttpResponse<?> expires(MutableHttpResponse<?> response, UploadSession session) {
    var field = expiry.field(session);
    return field == null ? response : response.header(UPLOAD_EXPIRES, field);
  }

  private static boolean isUploadBody(HttpRequest<?> request) {
    var type = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
    return type != null && type.split(";")[0].strip().equalsIgnoreCase(MEDIA_TYPE);
  }
}
