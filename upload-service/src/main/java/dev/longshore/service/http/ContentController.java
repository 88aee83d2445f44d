package dev.longshore.service.http;

import dev.longshore.service.upload.Download;
import dev.longshore.service.upload.Downloads;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Head;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import java.io.IOException;
import java.util.concurrent.ExecutorService;

/** Reads back what was uploaded, as a static file server serves files. */
@Controller("/uploads/{id}/content")
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.VIRTUAL)
@Requires(property = "longshore.read.enabled", value = "true")
final class ContentController {

  private final Downloads downloads;
  private final ExecutorService threads;
  private final DownloadMeters meters;

  ContentController(
      Downloads downloads,
      @Named(TaskExecutors.VIRTUAL) ExecutorService threads,
      MeterRegistry registry) {
    this.downloads = downloads;
    this.threads = threads;
    this.meters = new DownloadMeters(registry);
  }

  @Head
  HttpResponse<?> describe(HttpRequest<?> request, String id) throws IOException {
    return read(request, id);
  }

  @Get(headRoute = false)
  HttpResponse<?> read(HttpRequest<?> request, String id) throws IOException {
    UploadIdInLogs.note(request);
    var download = downloads.open(id);
    boolean sending = false;
    try {
      var answer = answer(request, download);
      sending = answer.body() instanceof OutgoingBody;
      return answer;
    } finally {
      if (!sending) {
        download.close();
      }
    }
  }

  private MutableHttpResponse<?> answer(HttpRequest<?> request, Download download)
      throws IOException {
    var conditions = new Preconditions(download.etag(), download.lastModified());
    MutableHttpResponse<?> answer =
        switch (conditions.of(request.getHeaders())) {
          case FAILED ->
              Problems.plain(
                  HttpStatus.PRECONDITION_FAILED,
                  "The content is not what If-Match or If-Unmodified-Since says.");
          case NOT_MODIFIED -> HttpResponse.notModified();
          case PROCEED ->
              request.getMethod() == HttpMethod.HEAD
                  ? whole(download, ContentFields.of(download))
                  : content(request, download, conditions);
        };
    ContentFields.identify(answer, download);
    return answer;
  }

  private static MutableHttpResponse<?> whole(Download download, ContentFields fields) {
    return fields
        .describe(HttpResponse.ok())
        .header(HttpHeaders.CONTENT_LENGTH, Long.toString(download.length()));
  }

  private MutableHttpResponse<?> content(
      HttpRequest<?> request, Download download, Preconditions conditions) throws IOException {
    var fields = ContentFields.of(download);
    var link = download.link(fields.contentType(), fields.disposition());
    if (link.isPresent()) {
      meters.redirected();
      return HttpResponse.temporaryRedirect(link.get());
    }
    long length = download.length();
    var headers = request.getHeaders();
    var field = conditions.allowRange(headers) ? headers.get(HttpHeaders.RANGE) : null;
    return switch (ByteRange.of(field, length)) {
      case ByteRange.Unsatisfiable() ->
          Problems.plain(
                  HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                  "The content has " + length + " bytes.")
              .header(HttpHeaders.CONTENT_RANGE, "bytes */" + length);
      case ByteRange.Part part ->
          fields
              .describe(bytes(HttpStatus.PARTIAL_CONTENT, download, part.from(), part.length()))
              .header(HttpHeaders.CONTENT_RANGE, part.contentRange(length));
      case ByteRange.Whole() when length == 0 -> whole(download, fields);
      case ByteRange.Whole() -> fields.describe(bytes(HttpStatus.OK, download, 0, length));
    };
  }

  private MutableHttpResponse<OutgoingBody> bytes(
      HttpStatus status, Download download, long from, long length) throws IOException {
    var body = new OutgoingBody(download, download.read(from, length), length, threads, meters);
    return HttpResponse.<OutgoingBody>status(status).body(body);
  }
}
