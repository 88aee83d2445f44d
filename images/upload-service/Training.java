import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts the service on a Redis of its own, asks it once for everything that clients ask for and a few
 * hundred times for what they ask most, and ends it: its JVM then writes the AOT cache.
 */
class Training {
  static final URI SERVICE = URI.create("http://localhost:8080/");
  static final HttpClient CLIENT = HttpClient.newHttpClient();

  public static void main(String[] args) throws Exception {
    var redis = new ProcessBuilder("redis-server", "--save", "").inheritIO().start();
    var builder =
        new ProcessBuilder(
            "java",
            "-XX:AOTCacheOutput=/app/app.aot",
            "@/app/jvm.args",
            "dev.longshore.service.Application");
    builder.environment().put("LONGSHORE_SESSION_STORE", "redis");
    builder.environment().put("LONGSHORE_STORAGE_FILESYSTEM_PATH", "/tmp/training");
    var service = builder.inheritIO().start();
    try {
      awaitReady(service);
      for (int i = 0; i < 200; i++) {
        upload();
      }
      abort();
      uploadInThreeSteps();
      for (String path : List.of("health", "health/liveness", "prometheus", "uploads/none")) {
        send("GET", path, null);
      }
    } finally {
      service.destroy();
      if (!service.waitFor(120, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the service does not end");
      }
      redis.destroy();
    }
  }

  static void awaitReady(Process service) throws Exception {
    for (long end = System.nanoTime() + 60_000_000_000L; ; Thread.sleep(100)) {
      try {
        if (send("GET", "health/readiness", null).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // does not listen yet
      }
      if (!service.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("the service does not get ready");
      }
    }
  }

  static void upload() throws Exception {
    byte[] chunk = new byte[256 << 10];
    String location = create(2 * chunk.length);
    for (int offset = 0; offset < 2 * chunk.length; offset += chunk.length) {
      expect(204, patch(location, offset, chunk));
      send("HEAD", location, null, "Tus-Resumable", "1.0.0");
    }
  }

  static void abort() throws Exception {
    String location = create(100);
    expect(409, patch(location, 7, new byte[10]));
    expect(204, send("DELETE", location, null, "Tus-Resumable", "1.0.0"));
  }

  static void uploadInThreeSteps() throws Exception {
    String json = "{\"path\":\"training/a.bin\",\"totalSize\":3,\"contentType\":\"text/plain\"}";
    var created = send("POST", "uploads", json.getBytes(), "Content-Type", "application/json");
    expect(201, created);
    String location = created.headers().firstValue("Location").orElseThrow();
    String type = "application/octet-stream";
    send("PATCH", location, new byte[3], "Upload-Offset", "0", "Content-Type", type);
    send("GET", location, null);
    send("POST", location + "/complete", new byte[0]);
    send("OPTIONS", "uploads", null);
  }

  static String create(int length) throws Exception {
    String size = Integer.toString(length);
    var created =
        send("POST", "uploads", new byte[0], "Tus-Resumable", "1.0.0", "Upload-Length", size);
    expect(201, created);
    return created.headers().firstValue("Location").orElseThrow();
  }

  static HttpResponse<byte[]> patch(String location, int offset, byte[] body) throws Exception {
    String type = "application/offset+octet-stream", at = Integer.toString(offset);
    return send(
        "PATCH", location, body, "Tus-Resumable", "1.0.0", "Upload-Offset", at, "Content-Type", type);
  }

  static HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers)
      throws Exception {
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    var request = HttpRequest.newBuilder(SERVICE.resolve(path)).method(method, publisher);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  static void expect(int status, HttpResponse<byte[]> response) {
    if (response.statusCode() != status) {
      throw new IllegalStateException(
          "%s, not %d: %s".formatted(response, status, new String(response.body())));
    }
  }
}
