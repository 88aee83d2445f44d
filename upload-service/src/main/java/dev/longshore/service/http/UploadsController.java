package dev.longshore.service.http;

import dev.longshore.service.session.UploadSession;
import dev.longshore.service.upload.Chunk;
import dev.longshore.service.upload.UploadRefusedException;
import dev.longshore.service.upload.Uploads;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
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
  private final Dialects dialects;

  UploadsController(Uploads uploads, Dialects dialects) {
    this.uploads = uploads;
    this.dialects = dialects;
  }

  @Options
  HttpResponse<?> options() {
    return dialects.options();
  }

  @Options("/{id}")
  HttpResponse<?> optionsOfUpload(String id) {
    return dialects.options();
  }

  @Post
  HttpResponse<?> create(HttpRequest<?> request) throws IOException, InterruptedException {
    var dialect = dialects.of(request);
    var first = dialect.creationCarriesBytes(request) ? dialect.firstChunk(request) : null;
    var session = uploads.create(dialect.creation(request));
    var location = location(session);
    dialect.announcement(session).ifPresent(fields -> InterimResponses.send104(request, fields));
    if (first != null) {
      session = append(dialect, request, session.uploadId(), first);
    }
    return dialect.created(session).header(HttpHeaders.LOCATION, location);
  }

  @Head("/{id}")
  HttpResponse<?> offset(HttpRequest<?> request, String id)
      throws IOException, InterruptedException {
    var dialect = dialects.of(request);
    dialect.requireBare(request);
    return dialect.offset(uploads.offset(id));
  }

  @Get(uri = "/{id}", headRoute = false)
  HttpResponse<?> status(HttpRequest<?> request, String id)
      throws IOException, InterruptedException {
    if (IetfDialect.speaks(request)) {
      return offset(request, id);
    }
    var session = uploads.status(id);
    return dialects.ietf(request).describing(dialects.json().status(session), session);
  }

  @Patch("/{id}")
  HttpResponse<?> append(HttpRequest<?> request, String id)
      throws IOException, InterruptedException {
    var dialect = dialects.of(request);
    return dialect.appended(append(dialect, request, id, dialect.chunk(request)));
  }

  private UploadSession append(Dialect dialect, HttpRequest<?> request, String id, Chunk chunk)
      throws IOException, InterruptedException {
    var body =
        new AnnouncedBody(
            RequestBody.of(request),
            offset ->
                dialect
                    .progress(offset)
                    .ifPresent(fields -> InterimResponses.send104(request, fields)));
    try {
      return uploads.append(id, chunk, body);
    } catch (UploadRefusedException e) {
      if (dialect.isEndedBy(e.refusal(), chunk)) {
        uploads.terminate(id);
      }
      throw e;
    }
  }

  @Delete("/{id}")
  HttpResponse<?> terminate(HttpRequest<?> request, String id)
      throws IOException, InterruptedException {
    var dialect = dialects.of(request);
    dialect.requireBare(request);
    uploads.terminate(id);
    return dialect.terminated();
  }

  @Post("/{id}/complete")
  HttpResponse<?> complete(String id) throws IOException, InterruptedException {
    return dialects.json().status(uploads.complete(id));
  }

  /** What is overridden never comes here; but browsers ask whether POST is allowed at all. */
  @Post("/{id}")
  HttpResponse<?> notOverridden(String id) {
    throw new HttpStatusException(
        HttpStatus.METHOD_NOT_ALLOWED,
        "POST to an upload needs X-HTTP-Method-Override: PATCH, HEAD or DELETE.");
  }

  /** Where an upload is found. */
  static String location(UploadSession session) {
    return "/uploads/" + session.uploadId();
  }
}
