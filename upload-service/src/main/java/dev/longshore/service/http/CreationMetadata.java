package dev.longshore.service.http;

import dev.longshore.service.upload.NewUpload;
import dev.longshore.service.upload.UploadMetadata;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;

/**
 * What an ordinary HTTP request tells of the representation in it: its media type, its file name,
 * and, in the query or as in tus, where its object shall lie.
 */
final class CreationMetadata {

  private CreationMetadata() {}

  static NewUpload of(HttpRequest<?> request, Long length) {
    var headers = request.getHeaders();
    var metadata = UploadMetadata.parse(headers.get(Headers.UPLOAD_METADATA));
    var path = request.getParameters().get("path");
    var disposition = headers.get(HttpHeaders.CONTENT_DISPOSITION);
    if (disposition != null) {
      ContentDisposition.filename(disposition)
          .ifPresent(name -> metadata.putIfAbsent("filename", name));
    }
    return new NewUpload(
        path == null ? metadata.get("path") : path,
        length,
        headers.get(HttpHeaders.CONTENT_TYPE),
        UploadMetadata.format(metadata));
  }
}
