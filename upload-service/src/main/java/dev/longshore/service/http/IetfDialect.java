package dev.longshore.service.http;

import static dev.longshore.service.http.Headers.UPLOAD_COMPLETE;
import static dev.longshore.service.http.Headers.UPLOAD_INCOMPLETE;
import static dev.longshore.service.http.Headers.UPLOAD_LENGTH;
import static dev.longshore.service.http.Headers.UPLOAD_LIMIT;
import static dev.longshore.service.http.Headers.UPLOAD_OFFSET;

import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.upload.Chunk;
import dev.longshore.service.upload.NewUpload;
import dev.longshore.service.upload.Refusal;
import dev.longshore.service.upload.UploadRefusedException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The IETF's resumable uploads (<a
 * href="https://datatracker.ietf.org/doc/draft-ietf-httpbis-resumable-upload/">draft</a>) in one
 * interop version.
 */
final class IetfDialect implements Dialect {

  static final String MEDIA_TYPE = "application/partial-upload";

  private final InteropVersion version;
  private final UploadLimitField limits;

  IetfDialect(InteropVersion version, UploadLimitField limits) {
    this.version = version;
    this.limits = limits;
  }

  /** Whether this is meant to be the IETF's protocol, in whatever version. */
  static boolean speaks(HttpRequest<?> request) {
    var headers = request.getHeaders();
    return !headers.contains(Headers.TUS_RESUMABLE)
        && (headers.contains(UPLOAD_COMPLETE)
            || headers.contains(UPLOAD_INCOMPLETE)
            || headers.contains(Headers.INTEROP_VERSION)
            || isPartialUpload(request));
  }

  /** Whether a request of any method is to create an upload: it says whether its content is all. */
  static boolean creates(HttpRequest<?> request) {
    return speaks(request) && InteropVersion.of(request).saysComplete(request).isPresent();
  }

  @Override
  public NewUpload creation(HttpRequest<?> request) {
    var isWhole =
        version
            .saysComplete(request)
            .orElseThrow(() ->
                Headers.invalid(
                    "Say with %s whether the whole representation is in this request."
                        .formatted(version.completeField())));
    var said = StructuredFields.size(request, UPLOAD_LENGTH).orElse(null);
    var length = isWhole ? atEnd(request, 0, said) : said;
    var content = RequestBody.length(request);
    if (length != null && content.orElse(0) > length) {
      throw inconsistent(length, content.getAsLong());
    }
    return CreationMetadata.of(request, length);
  }

  @Override
  public boolean creationCarriesBytes(HttpRequest<?> request) {
    return RequestBody.length(request).orElse(1) > 0;
  }

  @Override
  public Chunk firstChunk(HttpRequest<?> request) {
    boolean isWhole = version.saysComplete(request).orElse(false);
    return new Chunk(0, null, end(isWhole), DigestFields.of(request, isWhole));
  }

  @Override
  public Chunk chunk(HttpRequest<?> request) {
    if (version.mediaType() && !isPartialUpload(request)) {
      throw new WrongMediaTypeException(MEDIA_TYPE);
    }
    long offset =
        StructuredFields.size(request, UPLOAD_OFFSET)
            .orElseThrow(
                () -> Headers.invalid("Upload-Offset is missing, or is not an integer from 0 on."));
    boolean isLast = isLast(request);
    var said = StructuredFields.size(request, UPLOAD_LENGTH).orElse(null);
    return new Chunk(
        offset,
        isLast ? atEnd(request, offset, said) : said,
        end(isLast),
        DigestFields.of(request, isLast && offset == 0));
  }

  private static Chunk.End end(boolean isLast) {
    return isLast ? Chunk.End.HERE : Chunk.End.LATER;
  }

  private boolean isLast(HttpRequest<?> request) {
    var isLast = version.saysComplete(request);
    if (isLast.isEmpty() && version.completeRequired()) {
      throw Headers.invalid("Upload-Complete is missing, or is not ?0 or ?1.");
    }
    return isLast.orElse(true);
  }

  /** The length of an upload that ends with this request; null as long as nobody knows. */
  private static Long atEnd(HttpRequest<?> request, long offset, Long said) {
    var content = RequestBody.length(request);
    if (content.isEmpty()) {
      return said;
    }
    long end = offset + content.getAsLong();
    if (said != null && said != end) {
      throw inconsistent(said, end);
    }
    return end;
  }

  private static UploadRefusedException inconsistent(long known, long said) {
    return new UploadRefusedException(new Refusal.LengthMismatch(known, said));
  }

  @Override
  public void requireBare(HttpRequest<?> request) {
    if (version.bareRetrieval()
        && (request.getHeaders().contains(UPLOAD_OFFSET)
            || request.getHeaders().contains(version.completeField()))) {
      throw Headers.invalid(
          "This request must have neither Upload-Offset nor %s."
              .formatted(version.completeField()));
    }
  }

  @Override
  public MutableHttpResponse<?> created(UploadSession session) {
    return limited(state(HttpResponse.status(HttpStatus.CREATED), session), session);
  }

  @Override
  public MutableHttpResponse<?> offset(UploadSession session) {
    return describing(
        HttpResponse.noContent()
            .header(UPLOAD_OFFSET, Long.toString(session.uploadedBytes()))
            .header(HttpHeaders.CACHE_CONTROL, "no-store"),
        session);
  }

  /** Adds to a response that tells the offset what else is told of an upload. */
  MutableHttpResponse<?> describing(MutableHttpResponse<?> response, UploadSession session) {
    limited(response, session).header(version.completeField(), complete(session));
    return session.totalSize() == null
        ? response
        : response.header(UPLOAD_LENGTH, Long.toString(session.totalSize()));
  }

  /** The last append is answered as the creation would have been, had it brought every byte. */
  @Override
  public MutableHttpResponse<?> appended(UploadSession session) {
    if (session.status() == SessionStatus.Complete) {
      return created(session).header(HttpHeaders.LOCATION, UploadsController.location(session));
    }
    var status = version.created() ? HttpStatus.CREATED : HttpStatus.NO_CONTENT;
    return state(HttpResponse.status(status), session);
  }

  @Override
  public MutableHttpResponse<?> terminated() {
    return HttpResponse.noContent();
  }

  @Override
  public boolean isEndedBy(Refusal refusal, Chunk chunk) {
    return switch (refusal) {
      case Refusal.BeyondLength r -> version.deactivates() && r.offset() < r.totalSize();
      case Refusal.DigestMismatch r -> chunk.digests().keepsParts();
      default -> false;
    };
  }

  @Override
  public Optional<Map<String, String>> announcement(UploadSession session) {
    if (!version.interim()) {
      return Optional.empty();
    }
    var fields = interim();
    fields.put(HttpHeaders.LOCATION, UploadsController.location(session));
    if (version.lifetime() != null) {
      fields.put(UPLOAD_LIMIT, limits.of(session, version.lifetime()));
    }
    return Optional.of(fields);
  }

  @Override
  public Optional<Map<String, String>> progress(long offset) {
    if (!version.interim() || !version.progress()) {
      return Optional.empty();
    }
    var fields = interim();
    fields.put(UPLOAD_OFFSET, Long.toString(offset));
    return Optional.of(fields);
  }

  private Map<String, String> interim() {
    var fields = new LinkedHashMap<String, String>();
    fields.put(Headers.INTEROP_VERSION, Integer.toString(version.number()));
    return fields;
  }

  /** Says a refusal, which is said in general already, as the draft does. */
  MutableHttpResponse<Map<String, Object>> refused(
      Refusal refusal, MutableHttpResponse<Map<String, Object>> problem) {
    if (version.problems()) {
      registeredType(refusal).ifPresent(type -> type.replaceIn(problem.body()));
    }
    if (refusal instanceof Refusal.DigestMismatch(var mismatch, long offset)) {
      DigestFields.describe(mismatch.said(), problem.body());
      problem.status(HttpStatus.BAD_REQUEST).body().put("status", 400);
    }
    boolean isOfLimits =
        refusal instanceof Refusal.UploadTooLarge
            || refusal instanceof Refusal.ChunkTooLarge
            || refusal instanceof Refusal.UploadTooSmall
            || refusal instanceof Refusal.ChunkTooSmall;
    return isOfLimits && version.lifetime() != null
        ? problem.header(UPLOAD_LIMIT, limits.ofService())
        : problem;
  }

  private Optional<IetfProblem> registeredType(Refusal refusal) {
    return Optional.ofNullable(
        switch (refusal) {
          case Refusal.OffsetMismatch r -> IetfProblem.MISMATCHING_OFFSET;
          case Refusal.LengthMismatch r -> IetfProblem.INCONSISTENT_LENGTH;
          case Refusal.DigestMismatch r -> IetfProblem.MISMATCHING_DIGEST;
          case Refusal.BeyondLength(long totalSize, long offset)
              when offset == totalSize
                  && version.afterCompletion()
                      == InteropVersion.AfterCompletion.REFUSED_AS_COMPLETED ->
              IetfProblem.COMPLETED_UPLOAD;
          case Refusal.BeyondLength r -> IetfProblem.INCONSISTENT_LENGTH;
          default -> null;
        });
  }

  /** An error that does not say so itself is not of the upload's end (-06). */
  void sayWhetherComplete(HttpRequest<?> request, MutableHttpResponse<?> response) {
    if (request.getMethod().requiresRequestBody()
        && response.code() >= 400
        && !response.getHeaders().contains(version.completeField())) {
      response.header(version.completeField(), version.complete(false));
    }
  }

  private MutableHttpResponse<?> state(MutableHttpResponse<?> response, UploadSession session) {
    return response
        .header(version.completeField(), complete(session))
        .header(UPLOAD_OFFSET, Long.toString(session.uploadedBytes()));
  }

  private String complete(UploadSession session) {
    return version.complete(session.status() == SessionStatus.Complete);
  }

  private MutableHttpResponse<?> limited(MutableHttpResponse<?> response, UploadSession session) {
    return version.lifetime() == null
        ? response
        : response.header(UPLOAD_LIMIT, limits.of(session, version.lifetime()));
  }

  /** What the client announced, or 0 if there is nothing. */
  private static boolean isPartialUpload(HttpRequest<?> request) {
    var type = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
    return type != null && type.split(";")[0].strip().equalsIgnoreCase(MEDIA_TYPE);
  }
}
