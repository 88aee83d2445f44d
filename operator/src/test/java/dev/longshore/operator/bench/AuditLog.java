package dev.longshore.operator.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What one user wrote, by the API server's audit log, which is read on from where it was left. */
final class AuditLog {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final String user;
  private final Map<String, Integer> counts = new TreeMap<>();
  private long offset;

  AuditLog(Path file, String user) {
    this.file = file;
    this.user = user;
  }

  /** Forgets what was written until now. */
  void mark() {
    read();
    counts.clear();
  }

  /** Writes since the mark. */
  int count() {
    return byResource().values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The same by verb and resource. */
  Map<String, Integer> byResource() {
    read();
    return new TreeMap<>(counts);
  }

  /** The same of one verb and resource, such as {@code patch deployments}. */
  int count(String write) {
    read();
    return counts.getOrDefault(write, 0);
  }

  private void read() {
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(offset);
      var bytes = new byte[(int) (log.length() - offset)];
      log.readFully(bytes);
      var text = new String(bytes, StandardCharsets.UTF_8);
      var whole = text.substring(0, text.lastIndexOf('\n') + 1);
      offset += whole.getBytes(StandardCharsets.UTF_8).length;
      for (var line : whole.lines().toList()) {
        add(JSON.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(JsonNode entry) {
    var object = entry.path("objectRef");
    var resource = object.path("resource").asText();
    if (user.equals(entry.path("user").path("username").asText())
        && !resource.equals("leases")
        && !resource.startsWith("selfsubject")) {
      var subresource = object.path("subresource").asText();
      var write =
          entry.path("verb").asText()
              + " "
              + resource
              + (subresource.isEmpty() ? "" : "/" + subresource);
      counts.merge(write, 1, Integer::sum);
    }
  }
}
