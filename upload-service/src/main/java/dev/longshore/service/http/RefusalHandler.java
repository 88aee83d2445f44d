package dev.longshore.service.http;

import static io.micronaut.http.HttpHeaders.CONNECTION;
import static io.micronaut.http.HttpHeaders.RETRY_AFTER;
import static io.micronaut.http.HttpHeaders.WWW_AUTHENTICATE;

import dev.longshore.service.upload.Refusal;
import dev.longshore.service.upload.UploadRefusedException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;

/** Says every refusal in HTTP: the status, the stable type, and the offset where it helps. */
@Singleton
final class RefusalHandler implements ExceptionHandler<UploadRefusedException, HttpResponse<?>> {

  /** When a client's other uploads end is up to the client. */
  private static final Duration RETRY_AFTER_OTHERS = Duration.ofSeconds(10);

  private final Dialects dialects;

  RefusalHandler(Dialects dialects) {
    this.dialects = dialects;
  }

  @Override
  public HttpResponse<?> handle(HttpRequest request, UploadRefusedException exception) {
    var refusal = exception.refusal();
    var problem = problem(refusal);
    return IetfDialect.speaks(request) ? dialects.ietf(request).refused(refusal, problem) : problem;
  }

  private static MutableHttpResponse<Map<String, Object>> problem(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound r ->
          problem(HttpStatus.NOT_FOUND, "upload-not-found", "No such upload", r);
      case Refusal.Lost r -> problem(HttpStatus.GONE, "upload-lost", "Upload lost", r);
      case Refusal.OffsetMismatch r -> {
        var response =
            at(problem(HttpStatus.CONFLICT, "offset-mismatch", "Wrong offset", r), r.current());
        response.body().put("expected-offset", r.current());
        response.body().put("provided-offset", r.provided());
        yield response;
      }
      case Refusal.Busy r ->
          problem(HttpStatus.LOCKED, "upload-busy", "Upload in use", r)
              .header(RETRY_AFTER, Long.toString(Math.max(1, r.retryAfter().toSeconds())));
      case Refusal.TakenOver r ->
          closing(at(problem(HttpStatus.LOCKED, "upload-taken-over", "Taken over", r), r.offset()));
      case Refusal.Stopping r ->
          closing(
              at(
                  problem(HttpStatus.SERVICE_UNAVAILABLE, "server-stopping", "Stopping", r)
                      .header(RETRY_AFTER, "1"),
                  r.offset()));
      case Refusal.LeaseLost r ->
          closing(
              problem(HttpStatus.SERVICE_UNAVAILABLE, "lease-lost", "Upload not held", r)
                  .header(RETRY_AFTER, "1"));
      case Refusal.UploadTooLarge r -> {
        var response =
            problem(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "upload-too-large", "Upload too large", r);
        response.body().put("max-size", r.limit());
        yield response;
      }
      case Refusal.LengthMismatch r ->
          problem(HttpStatus.BAD_REQUEST, "length-mismatch", "Another length", r);
      case Refusal.ChunkTooLarge r -> {
        var response =
            problem(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "chunk-too-large", "Chunk too large", r);
        response.body().put("max-chunk-size", r.limit());
        yield at(response, r.offset());
      }
      case Refusal.UploadTooSmall r -> {
        var response = problem(HttpStatus.BAD_REQUEST, "upload-too-small", "Upload too small", r);
        response.body().put("min-size", r.limit());
        yield response;
      }
      case Refusal.ChunkTooSmall r -> {
        var response = problem(HttpStatus.BAD_REQUEST, "chunk-too-small", "Chunk too small", r);
        response.body().put("min-chunk-size", r.limit());
        yield at(response, r.offset());
      }
      case Refusal.MadeOfPieces r ->
          problem(HttpStatus.FORBIDDEN, "made-of-pieces", "Made of partial uploads", r);
      case Refusal.UnknownPiece r ->
          problem(HttpStatus.BAD_REQUEST, "unknown-piece", "No such partial upload", r);
      case Refusal.NoPiece r ->
          problem(HttpStatus.BAD_REQUEST, "not-partial", "Not a partial upload", r);
      case Refusal.PieceGone r ->
          problem(HttpStatus.GONE, "piece-gone", "A partial upload is gone", r);
      case Refusal.PiecesLost r ->
          problem(HttpStatus.GONE, "piece-gone", "Bytes of partial uploads are gone", r);
      case Refusal.DigestMismatch r ->
          at(Problems.named(460, "checksum-mismatch", "Checksum mismatch", r.detail()), r.offset());
      case Refusal.BeyondLength r ->
          at(problem(HttpStatus.BAD_REQUEST, "beyond-length", "Beyond the end", r), r.offset());
      case Refusal.InvalidPath r ->
          problem(HttpStatus.BAD_REQUEST, "invalid-path", "Path not allowed", r);
      case Refusal.PathForbidden r -> {
        var response = problem(HttpStatus.FORBIDDEN, "path-forbidden", "Path not allowed", r);
        response.body().put("allowed-folders", r.folders());
        yield response;
      }
      case Refusal.InvalidRequest r ->
          problem(HttpStatus.BAD_REQUEST, "invalid-request", "Invalid request", r);
      case Refusal.PathTaken r ->
          problem(HttpStatus.CONFLICT, "path-taken", "Path already taken", r);
      case Refusal.Incomplete r ->
          at(
              problem(HttpStatus.CONFLICT, "upload-incomplete", "Bytes are missing", r),
              r.uploadedBytes());
      case Refusal.TooManyUploads r -> {
        var response = tooMany("too-many-uploads", "Too many uploads", r, RETRY_AFTER_OTHERS);
        response.body().put("max-open-uploads", r.limit());
        yield response;
      }
      case Refusal.TooManyBytes r -> {
        var response = tooMany("too-many-bytes", "Too many bytes", r, RETRY_AFTER_OTHERS);
        response.body().put("max-open-bytes", r.limit());
        yield response;
      }
      case Refusal.TooManyRequests r ->
          tooMany("too-many-requests", "Too many requests", r, r.retryAfter());
      case Refusal.ContentTypeRefused r -> {
        var response =
            problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "type-not-allowed", "Type not allowed", r);
        response.body().put("allowed-types", r.allowed());
        yield response;
      }
      case Refusal.TooSlow r ->
          closing(at(problem(HttpStatus.REQUEST_TIMEOUT, "too-slow", "Too slow", r), r.offset()));
      case Refusal.RefusedByHook r -> {
        var title = r.title() == null ? "Upload refused" : r.title();
        var response = problem(HttpStatus.valueOf(r.status()), "upload-refused", title, r);
        yield r.status() == HttpStatus.UNAUTHORIZED.getCode()
            ? response.header(WWW_AUTHENTICATE, "Bearer realm=\"longshore\"")
            : response;
      }
      case Refusal.HookUnavailable r ->
          at(
              problem(HttpStatus.SERVICE_UNAVAILABLE, "hook-unavailable", "Hook unavailable", r)
                  .header(RETRY_AFTER, Long.toString(r.retryAfter().toSeconds())),
              r.offset());
      case Refusal.OutOfSpace r ->
          closing(
              at(
                  problem(HttpStatus.INSUFFICIENT_STORAGE, "storage-full", "Storage full", r)
                      .header(RETRY_AFTER, "30"),
                  r.offset()));
      case Refusal.Unfinished r ->
          problem(HttpStatus.CONFLICT, "upload-unfinished", "Not finished", r);
      case Refusal.PieceUnreadable r ->
          problem(HttpStatus.FORBIDDEN, "piece-unreadable", "A partial upload", r);
      case Refusal.ObjectGone r ->
          problem(HttpStatus.GONE, "object-gone", "Removed or replaced", r);
    };
  }

  private static MutableHttpResponse<Map<String, Object>> tooMany(
      String name, String title, Refusal refusal, Duration retryAfter) {
    long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
    return problem(HttpStatus.TOO_MANY_REQUESTS, name, title, refusal)
        .header(RETRY_AFTER, Long.toString(seconds));
  }

  private static MutableHttpResponse<Map<String, Object>> problem(
      HttpStatus status, String name, String title, Refusal refusal) {
    return Problems.named(status, name, title, refusal.detail());
  }

  private static MutableHttpResponse<Map<String, Object>> at(
      MutableHttpResponse<Map<String, Object>> response, long offset) {
    return offset < 0 ? response : response.header(Headers.UPLOAD_OFFSET, Long.toString(offset));
  }

  /** The rest of the body is not wanted; reading it only to keep the connection would cost more. */
  private static MutableHttpResponse<Map<String, Object>> closing(
      MutableHttpResponse<Map<String, Object>> response) {
    return response.header(CONNECTION, "close");
  }
}
