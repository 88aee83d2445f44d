package dev.longshore.service.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Speaks tus 1.0.0 and the JSON dialect to one server, over the JDK's HTTP client. */
public final class UploadClient {

  private static final HttpClient HTTP_1 =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final byte[] NOTHING = {};

  private final HttpClient http;
  private final URI server;
  private final String[] always;

  public UploadClient(URI server) {
    this(HTTP_1, server);
  }

  /** Speaks to the server by a client that may know other versions of HTTP and its certificate. */
  public UploadClient(HttpClient http, URI server) {
    this(http, server, new String[0]);
  }

  private UploadClient(HttpClient http, URI server, String... always) {
    this.http = http;
    this.server = server;
    this.always = always;
  }

  /** The same, which sends these fields with every request; names and values by turns. */
  public UploadClient sending(String... headers) {
    return new UploadClient(http, server, headers);
  }

  /** The same, which sends a token with every request. */
  public UploadClient bearer(String token) {
    return sending("Authorization", "Bearer " + token);
  }

  /** Any request; {@code headers} are names and values by turns. */
  public Answer send(String method, String path, byte[] body, String... headers) {
    return join(sendAsync(method, path, BodyPublishers.ofByteArray(body), headers));
  }

  public CompletableFuture<Answer> sendAsync(
      String method, String path, BodyPublisher body, String... headers) {
    var request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (always.length > 0) {
      request.headers(always);
    }
    return http.sendAsync(request.build(), BodyHandlers.ofByteArray())
        .thenApply(this::answer)
        .thenApply(answer -> {
          OpenApi.require(meant(method, headers), path, answer);
          return answer;
        });
  }

  private static String meant(String method, String... headers) {
    int override = List.of(headers).indexOf("X-HTTP-Method-Override");
    return override < 0 ? method : headers[override + 1];
  }

  /** A request without a body that speaks tus. */
  public Answer tus(String method, String path, String... headers) {
    return send(method, path, NOTHING, with(headers, "Tus-Resumable", "1.0.0"));
  }

  public Answer tusCreate(long length, String... headers) {
    return tus("POST", "/uploads", with(headers, "Upload-Length", Long.toString(length)));
  }

  /** Creates an upload and says its path on this server, {@code /uploads/...}. */
  public String create(long length) {
    return location(tusCreate(length));
  }

  /** Creates an upload whose object shall lie at {@code path}. */
  public String create(long length, String path) {
    return location(json("{\"totalSize\":%d,\"path\":\"%s\"}".formatted(length, path)));
  }

  private static String location(Answer created) {
    if (created.status() != 201) {
      throw new AssertionError("not created: " + created);
    }
    return created.header("Location");
  }

  public Answer json(String creation) {
    return send(
        "POST",
        "/uploads",
        creation.getBytes(StandardCharsets.UTF_8),
        "Content-Type",
        "application/json");
  }

  public Answer patch(String upload, long offset, byte[] body, String... headers) {
    return join(patchAsync(upload, offset, BodyPublishers.ofByteArray(body), headers));
  }

  public CompletableFuture<Answer> patchAsync(
      String upload, long offset, BodyPublisher body, String... headers) {
    var tus = with(headers, "Tus-Resumable", "1.0.0");
    var typed = with(tus, "Content-Type", "application/offset+octet-stream");
    return sendAsync("PATCH", upload, body, with(typed, "Upload-Offset", Long.toString(offset)));
  }

  public Answer head(String upload) {
    return tus("HEAD", upload);
  }

  public Answer get(String path) {
    return send("GET", path, NOTHING);
  }

  /** Acknowledged bytes, without disturbing who still writes. */
  public long uploadedBytes(String upload) {
    return get(upload).json().get("uploadedBytes").longValue();
  }

  private Answer answer(HttpResponse<byte[]> response) {
    var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(response.headers().map());
    return new Answer(response.statusCode(), headers, response.body());
  }

  private static Answer join(CompletableFuture<Answer> answer) {
    try {
      return answer.join();
    } catch (java.util.concurrent.CompletionException e) {
      switch (e.getCause()) {
        case IOException io -> throw new UncheckedIOException(io);
        case AssertionError wrong -> throw wrong;
        default -> throw e;
      }
    }
  }

  private static String[] with(String[] headers, String name, String value) {
    var all = java.util.Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = name;
    all[headers.length + 1] = value;
    return all;
  }
}
