package dev.longshore.service.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.upload.Chunk;
import dev.longshore.service.upload.NewUpload;
import dev.longshore.service.upload.UploadMetadata;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.ServerHttpRequest;
import jakarta.inject.Singleton;
import java.io.IOException;

/**
 * The seed's three steps as JSON: {@code POST /uploads}, {@code PATCH} with {@code Upload-Offset},
 * {@code POST .../complete}; {@code GET} tells the status, {@code DELETE} aborts.
 */
@Singleton
final class JsonDialect implements Dialect {

  private static final int MAX_CREATION_BYTES = 64 * 1024;

  /** A number is a number: 1.5 is no size, and a list of one name is no name. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private final Expiry expiry;

  JsonDialect(Expiry expiry) {
    this.expiry = expiry;
  }

  @Override
  public NewUpload creation(HttpRequest<?> request) {
    if (!request.getContentType().filter(MediaType.APPLICATION_JSON_TYPE::matches).isPresent()) {
      throw new WrongMediaTypeException(
          MediaType.APPLICATION_JSON + ", or speak tus with Tus-Resumable: " + TusDialect.VERSION);
    }
    var creation = read(request);
    if (creation.totalSize() == null || creation.totalSize() < 0) {
      throw Headers.invalid("totalSize is required: the length of the upload in bytes.");
    }
    return new NewUpload(
        creation.path(),
        creation.totalSize(),
        creation.contentType(),
        UploadMetadata.format(creation.metadata()));
  }

  private JsonCreation read(HttpRequest<?> request) {
    try (var body = ((ServerHttpRequest<?>) request).byteBody().toInputStream()) {
      var bytes = body.readNBytes(MAX_CREATION_BYTES + 1);
      if (bytes.length > MAX_CREATION_BYTES) {
        throw Headers.invalid("The JSON may have " + MAX_CREATION_BYTES + " bytes at most.");
      }
      var creation = STRICT.readValue(bytes, JsonCreation.class);
      if (creation != null) {
        return creation;
      }
    } catch (IOException e) {
      // Refused below, with what is expected instead of the parser's words.
    }
    throw Headers.invalid(
        "The body must be a JSON object with totalSize (integer), path, contentType (strings)"
            + " and metadata (object of strings).");
  }

  @Override
  public boolean creationCarriesBytes(HttpRequest<?> request) {
    return false;
  }

  @Override
  public Chunk firstChunk(HttpRequest<?> request) {
    return Chunk.at(0);
  }

  @Override
  public Chunk chunk(HttpRequest<?> request) {
    return Chunk.at(Headers.requiredSize(request, Headers.UPLOAD_OFFSET));
  }

  @Override
  public MutableHttpResponse<?> created(UploadSession session) {
    return HttpResponse.status(HttpStatus.CREATED).body(view(session));
  }

  @Override
  public MutableHttpResponse<?> offset(UploadSession session) {
    return status(session);
  }

  @Override
  public MutableHttpResponse<?> appended(UploadSession session) {
    return status(session);
  }

  @Override
  public MutableHttpResponse<?> terminated() {
    return HttpResponse.noContent();
  }

  MutableHttpResponse<?> status(UploadSession session) {
    return HttpResponse.ok(view(session))
        .header(Headers.UPLOAD_OFFSET, Long.toString(session.uploadedBytes()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  private JsonUpload view(UploadSession session) {
    var metadata = UploadMetadata.parse(session.metadata());
    return new JsonUpload(
        session.uploadId(),
        session.path(),
        session.totalSize(),
        session.uploadedBytes(),
        session.contentType(),
        session.createdAt(),
        session.updatedAt(),
        session.status(),
        metadata.isEmpty() ? null : metadata,
        expiry.of(session));
  }
}
