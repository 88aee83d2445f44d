package dev.longshore.service.http;

import dev.longshore.service.upload.Body;
import dev.longshore.service.upload.Chunk;
import dev.longshore.service.upload.Uploads;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Head;
import io.micronaut.http.annotation.Options;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.util.Locale;

/** The routes of {@code /uploads}. */
@Controller("/uploads")
@Consumes(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class UploadsController {

  private final Uploads uploads;
  private final TusDialect tus;
  private final JsonDialect json;

  UploadsController(Uploads uploads, TusDialect tus, JsonDialect json) {
    this.uploads = uploads;
    this.tus = tus;
    this.json = json;
  }

  @Options
  HttpResponse<?> options() {
    return tus.options();
  }

  @Options("/{id}")
  HttpResponse<?> optionsOfUpload(String id) {
    return tus.options();
  }

  @Post
  HttpResponse<?> create(HttpRequest<?> request) throws IOException, InterruptedException {
    var dialect = dialect(request);
    boolean carriesBytes = dialect.creationCarriesBytes(request);
    var session = uploads.create(dialect.creation(request));
    var location = "/uploads/" + session.uploadId();
    if (carriesBytes && !session.isFull()) {
      session = uploads.append(session.uploadId(), Chunk.at(0), body(request));
    }
    return dialect.created(session).header(HttpHeaders.LOCATION, location);
  }

  @Head("/{id}")
  HttpResponse<?> offset(HttpRequest<?> request, String id)
      throws IOException, InterruptedException {
    return dialect(request).offset(uploads.offset(id));
  }

  @Get(uri = "/{id}", headRoute = false)
  HttpResponse<?> status(HttpRequest<?> request, String id)
      throws IOException, InterruptedException {
    return request.getHeaders().contains(Headers.METHOD_OVERRIDE)
        ? overridden(request, id)
        : json.status(uploads.status(id));
  }

  @Patch("/{id}")
  HttpResponse<?> append(HttpRequest<?> request, String id)
      throws IOException, InterruptedException {
    var dialect = dialect(request);
    return dialect.appended(uploads.append(id, dialect.chunk(request), body(request)));
  }

  @Delete("/{id}")
  HttpResponse<?> terminate(HttpRequest<?> request, String id)
      throws IOException, InterruptedException {
    var dialect = dialect(request);
    uploads.terminate(id);
    return dialect.terminated();
  }

  @Post("/{id}/complete")
  HttpResponse<?> complete(String id) throws IOException, InterruptedException {
    return json.status(uploads.complete(id));
  }

  /** For clients behind proxies that let only GET and POST through (tus 1.0.0, core). */
  @Post("/{id}")
  HttpResponse<?> overridden(HttpRequest<?> request, String id)
      throws IOException, InterruptedException {
    var method = request.getHeaders().get(Headers.METHOD_OVERRIDE);
    return switch (method == null ? "" : method.toUpperCase(Locale.ROOT)) {
      case "PATCH" -> append(request, id);
      case "HEAD" -> offset(request, id);
      case "DELETE" -> terminate(request, id);
      default ->
          throw new HttpStatusException(
              HttpStatus.METHOD_NOT_ALLOWED,
              "POST to an upload needs X-HTTP-Method-Override: PATCH, HEAD or DELETE.");
    };
  }

  private Dialect dialect(HttpRequest<?> request) {
    if (!TusDialect.speaks(request)) {
      return json;
    }
    if (!TusDialect.isRightVersion(request)) {
      throw new HttpStatusException(
          HttpStatus.PRECONDITION_FAILED, "Tus-Resumable must be " + TusDialect.VERSION + ".");
    }
    return tus;
  }

  private static Body body(HttpRequest<?> request) {
    return new StreamedBody(((ServerHttpRequest<?>) request).byteBody());
  }
}
