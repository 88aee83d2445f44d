package dev.longshore.service.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.server.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Standard clients, unmodified: each uploads 100 MiB, is aborted in the middle and goes on. */
class StandardClientsIT {

  private static final int LENGTH = 100 << 20;
  private static final int ABORT_AT = (40 << 20) + 12_345;
  private static final Path SOURCES = Path.of("src/test/clients").toAbsolutePath();
  private static final Path TARGET = Path.of("target/clients").toAbsolutePath();

  @TempDir static Path folder;
  private static Path file;
  private static ServiceProcess service;

  @BeforeAll
  static void start() throws IOException {
    file = folder.resolve("file.bin");
    var bytes = new byte[LENGTH];
    new Random(100).nextBytes(bytes);
    Files.write(file, bytes);
    service = ServiceProcess.start(folder.resolve("data"), Map.of());
  }

  @AfterAll
  static void stop() throws IOException {
    service.close();
  }

  @Test
  void tusJsClient() throws Exception {
    require("npm", "npm --version", "nodejs npm");
    var project = copy("tus-js-client");
    run(project, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
    uploads(project, "tus-js-client.bin", "node", "upload.mjs");
  }

  @Test
  void tuspy() throws Exception {
    require("python3 with venv", "python3 -c 'import venv, ensurepip'", "python3-venv");
    var project = copy("tuspy");
    run(project, "python3", "-m", "venv", "venv");
    run(project, "venv/bin/pip", "install", "-q", "-r", "requirements.txt");
    uploads(project, "tuspy.bin", "venv/bin/python", "upload.py");
  }

  private static void uploads(Path project, String path, String... command) throws Exception {
    // Each has a file of its own, so that no client remembers the upload of another.
    var own = Files.createLink(folder.resolve(path), file);
    var all = new ArrayList<>(List.of(command));
    all.addAll(
        List.of(service.uri() + "/uploads", own.toString(), path, Integer.toString(ABORT_AT)));
    var resumedAt = Long.parseLong(run(project, all.toArray(String[]::new)));
    assertThat(resumedAt).isBetween(39L << 20, 42L << 20);
    assertThat(Files.mismatch(folder.resolve("data").resolve(path), file)).isEqualTo(-1);
  }

  private static void require(String what, String check, String packages) throws Exception {
    var process = new ProcessBuilder("sh", "-c", check).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new AssertionError(what + " is missing: apt-get install " + packages);
    }
  }

  private static Path copy(String name) throws IOException {
    var project = Files.createDirectories(TARGET.resolve(name));
    try (var files = Files.list(SOURCES.resolve(name))) {
      for (var file : files.toList()) {
        Files.write(project.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    return project;
  }

  /** Runs a command to its end; the last line that it printed. */
  private static String run(Path directory, String... command) throws Exception {
    var log = Files.createTempFile(folder, "client-", ".log");
    var process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var output = process.waitFor() == 0 ? Files.readAllLines(log) : List.<String>of();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    return output.isEmpty() ? "" : output.getLast();
  }
}
