package dev.longshore.service.http;

import dev.longshore.service.session.UploadSession;
import dev.longshore.service.upload.Chunk;
import dev.longshore.service.upload.UploadRefusedException;
import dev.longshore.service.upload.Uploads;
import io.micronaut.core.annotation.Nullable;
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
import io.micronaut.http.annotation.Put;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of {@code /uploads}. */
@Controller("/uploads")
@Consumes(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
final class UploadsController {

  private static final Logger LOG = LoggerFactory.getLogger(UploadsController.class);

  private final Uploads uploads;
  private final Dialects dialects;
  private final Callers callers;
  private final @Nullable BodyPace pace;

  UploadsController(Uploads uploads, Dialects dialects, Callers callers, @Nullable BodyPace pace) {
    this.uploads = uploads;
    this.dialects = dialects;
    this.callers = callers;
    this.pace = pace;
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
    var wanted = dialect.creation(request).by(callers.of(request), request.getHeaders()::getAll);
    var session =
        first == null
            ? uploads.create(wanted)
            : uploads.create(wanted, first, RequestBody.length(request).orElse(-1));
    var location = location(session);
    UploadIdInLogs.put(session.uploadId());
    var announcement = dialect.announcement(session);
    announcement.ifPresent(fields -> InterimResponses.send104(request, fields));
    if (first != null) {
      try {
        session = append(dialect, request, session.uploadId(), first);
      } catch (IOException | InterruptedException | RuntimeException e) {
        if (announcement.isPresent() || !isWithdrawn(session)) {
          CommonHeadersFilter.sayWhere(request, location);
        }
        throw e;
      }
    }
    return dialect.created(session).header(HttpHeaders.LOCATION, location);
  }

  /** An upload that nobody can know of would only lie there until it expires. */
  private boolean isWithdrawn(UploadSession session) {
    try {
      return uploads.withdraw(session.uploadId());
    } catch (IOException | RuntimeException e) {
      LOG.debug("upload {} stays until it expires", session.uploadId(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /**
   * The IETF's protocol creates with any method that carries content (section "Upload Creation").
   */
  @Put
  HttpResponse<?> createByPut(HttpRequest<?> request) throws IOException, InterruptedException {
    return IetfDialect.creates(request)
        ? create(request)
        : Problems.plain(
                HttpStatus.METHOD_NOT_ALLOWED,
                "PUT creates an upload where Upload-Complete says whether its content is all.")
            .header(HttpHeaders.ALLOW, "OPTIONS, POST, PUT");
  }

  @Head("/{id}")
  HttpResponse<?> offset(HttpRequest<?> request, String id)
      throws IOException, InterruptedException {
    UploadIdInLogs.note(request);
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
    UploadIdInLogs.note(request);
    var session = uploads.status(id);
    return dialects.ietf(request).describing(dialects.json().status(session), session);
  }

  @Patch("/{id}")
  HttpResponse<?> append(HttpRequest<?> request, String id)
      throws IOException, InterruptedException {
    UploadIdInLogs.note(request);
    var dialect = dialects.of(request);
    return dialect.appended(append(dialect, request, id, dialect.chunk(request)));
  }

  private UploadSession append(Dialect dialect, HttpRequest<?> request, String id, Chunk chunk)
      throws IOException, InterruptedException {
    var sent = RequestBody.of(request);
    var body =
        new AnnouncedBody(
            pace == null ? sent : pace.watch(sent),
            offset ->
                dialect
                    .progress(offset)
                    .ifPresent(fields -> InterimResponses.send104(request, fields)));
    RequestLog.note(request, body);
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
    UploadIdInLogs.note(request);
    var dialect = dialects.of(request);
    dialect.requireBare(request);
    uploads.terminate(id);
    return dialect.terminated();
  }

  @Post("/{id}/complete")
  HttpResponse<?> complete(HttpRequest<?> request, String id)
      throws IOException, InterruptedException {
    UploadIdInLogs.note(request);
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
