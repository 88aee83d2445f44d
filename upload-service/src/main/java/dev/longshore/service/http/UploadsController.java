package dev.longshore.service.http;

import dev.longshore.service.upload.Body;
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
    var first = dialect.creationCarriesBytes(request) ? dialect.firstChunk(request) : null;
    var session = uploads.create(dialect.creation(request));
    var location = "/uploads/" + session.uploadId();
    if (first != null) {
      session = uploads.append(session.uploadId(), first, body(request));
    }
    return dialect.created(session).header(HttpHeaders.LOCATION, location);
  }

  @Head("/{id}")
  HttpResponse<?> offset(HttpRequest<?> request, String id)
      throws IOException, InterruptedException {
    return dialect(request).offset(uploads.offset(id));
  }

  @Get(uri = "/{id}", headRoute = false)
  HttpResponse<?> status(String id) {
    return json.status(uploads.status(id));
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
