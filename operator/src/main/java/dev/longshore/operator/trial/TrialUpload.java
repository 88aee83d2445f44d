package dev.longshore.operator.trial;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;

/** A file of two chunks, sent as a tus client does (https://tus.io/protocols/resumable-upload). */
final class TrialUpload {

  private static final int SIZE = 2 << 20;
  private static final int HALF = SIZE / 2;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI service;

  TrialUpload(URI service) {
    this.service = service;
  }

  /**
   * Sends the file, reads it back and removes it.
   *
   * @throws TrialFailure when an answer is not the expected one
   * @throws IOException when there is none
   */
  void send(Instant end) throws IOException, InterruptedException {
    var file = new byte[SIZE];
    new Random().nextBytes(file);
    var upload = create(end);
    append(upload, 0, Arrays.copyOfRange(file, 0, HALF));
    var head = expect(200, request(upload).HEAD());
    if (head.headers().firstValueAsLong("Upload-Offset").orElse(-1) != HALF) {
      throw new TrialFailure("Half of the file was sent, but HEAD says " + head.headers().map());
    }
    append(upload, HALF, Arrays.copyOfRange(file, HALF, SIZE));
    var content = expect(200, request(URI.create(upload + "/content")).GET());
    if (!Arrays.equals(content.body(), file)) {
      throw new TrialFailure("What came back is not what was sent");
    }
    expect(204, request(upload).DELETE());
  }

  /** Names and ways within the cluster may take a moment to follow a pod that is ready. */
  private URI create(Instant end) throws IOException, InterruptedException {
    var request = request(service.resolve("/uploads")).header("Upload-Length", "" + SIZE);
    while (true) {
      try {
        var created = expect(201, request.POST(BodyPublishers.noBody()));
        return service.resolve(created.headers().firstValue("Location").orElseThrow());
      } catch (IOException e) {
        if (Instant.now().isAfter(end)) {
          throw new IOException("Nobody answers at " + service + ": " + e, e);
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private void append(URI upload, int offset, byte[] chunk)
      throws IOException, InterruptedException {
    expect(
        204,
        request(upload)
            .header("Upload-Offset", "" + offset)
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofByteArray(chunk)));
  }

  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(30))
        .header("Tus-Resumable", "1.0.0");
  }

  private HttpResponse<byte[]> expect(int status, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    var response = http.send(request.build(), BodyHandlers.ofByteArray());
    if (response.statusCode() != status) {
      throw new TrialFailure(
          "%s was answered with %d, not %d: %s"
              .formatted(
                  response.request().method() + " " + response.uri(),
                  response.statusCode(),
                  status,
                  new String(response.body(), StandardCharsets.UTF_8)));
    }
    return response;
  }
}
