package dev.longshore.e2e.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Speaks tus 1.0.0 (https://tus.io/protocols/resumable-upload) to one address. Uploads go by their
 * path, such as {@code /uploads/abc}, so that one made through one pod can go on through another.
 */
public final class TusClient {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI service;

  /**
   * @param service the address that {@code /uploads} is under
   */
  public TusClient(URI service) {
    this.service = service;
  }

  /**
   * Creates an upload.
   *
   * @param length its length in bytes
   * @param metadata tus metadata, values unencoded
   * @return the upload's path
   * @throws UncheckedIOException if the pod could not be asked or refused
   */
  public String create(long length, Map<String, String> metadata) {
    var request =
        request("/uploads")
            .header("Upload-Length", Long.toString(length))
            .POST(BodyPublishers.noBody());
    if (!metadata.isEmpty()) {
      request.header("Upload-Metadata", encode(metadata));
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() != 201) {
        throw new IOException(response + ": " + response.body());
      }
      String location = response.headers().firstValue("Location").orElseThrow();
      return service.resolve(location).getPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Asks how much of an upload there is. */
  public Answer head(String upload) throws IOException {
    return send(request(upload).HEAD());
  }

  /** Sends bytes at an offset. */
  public Answer patch(String upload, long offset, byte[] bytes) throws IOException {
    return send(patchRequest(upload, offset, BodyPublishers.ofByteArray(bytes)));
  }

  /** Begins to send bytes at an offset, as the publisher hands them out. */
  public CompletableFuture<Answer> patchAsync(String upload, long offset, BodyPublisher body) {
    return http.sendAsync(patchRequest(upload, offset, body).build(), BodyHandlers.ofString())
        .thenApply(Answer::of);
  }

  private HttpRequest.Builder patchRequest(String upload, long offset, BodyPublisher body) {
    return request(upload)
        .header("Upload-Offset", Long.toString(offset))
        .header("Content-Type", "application/offset+octet-stream")
        .method("PATCH", body);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(service.resolve(path))
        .timeout(PATIENCE)
        .header("Tus-Resumable", "1.0.0");
  }

  private Answer send(HttpRequest.Builder request) throws IOException {
    try {
      return Answer.of(http.send(request.build(), BodyHandlers.ofString()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }

  private static String encode(Map<String, String> metadata) {
    var base64 = Base64.getEncoder();
    return metadata.entrySet().stream()
        .map(entry ->
            entry.getKey()
                + " "
                + base64.encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8)))
        .collect(Collectors.joining(","));
  }
}
