package dev.longshore.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What {@code make image} built or chose.
 *
 * @param node the cluster's node: {@code rancher/k3s} where a registry is in reach, else our own
 * @param operator the operator
 * @param service the upload service
 * @param redis a Redis server
 * @param s3 an S3 server
 * @param metrics VictoriaMetrics and prometheus-adapter; empty until a test needed them
 * @param archive all of these but the node as {@code docker save} writes them
 */
public record Images(
    String node,
    String operator,
    String service,
    String redis,
    String s3,
    String metrics,
    Path archive) {

  /** The repository's root: the folder that holds the chart. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("helm/longshore"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("Run this inside Longshore's repository");
      }
    }
    return folder;
  }

  /** Reads {@code target/images.properties}; an error says how to make it. */
  public static Images built() {
    Path file = root().resolve("target/images.properties");
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("There are no images yet, run `make image` first", e);
    }
    return new Images(
        properties.getProperty("node"),
        properties.getProperty("operator"),
        properties.getProperty("service"),
        properties.getProperty("redis"),
        properties.getProperty("s3"),
        properties.getProperty("metrics"),
        Path.of(properties.getProperty("archive")));
  }
}
