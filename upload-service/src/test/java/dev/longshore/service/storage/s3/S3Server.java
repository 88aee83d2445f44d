package dev.longshore.service.storage.s3;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A real S3 server (VersityGW) on a free loopback port, with its files in a directory of its own.
 */
public final class S3Server implements AutoCloseable {

  public static final String REGION = "eu-west-1";
  public static final String ACCESS_KEY_ID = "longshore-test";
  public static final String SECRET_ACCESS_KEY = "longshore-test-secret";

  private static final Path BINARY =
      Optional.ofNullable(System.getenv("LONGSHORE_S3_SERVER"))
          .map(Path::of)
          .orElse(Path.of("target/s3/versitygw"));

  private static S3Server shared;

  private final int port = freePort();
  private final Path directory;
  private Process process;

  private S3Server() {
    try {
      directory = Files.createTempDirectory("longshore-s3-");
      Files.createDirectories(directory.resolve("objects"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** A server of the caller's own, to be paused or killed. */
  public static S3Server start() {
    var server = new S3Server();
    server.startAgain();
    return server;
  }

  /** One server for all tests that leave it alone; each uses a bucket of its own. */
  public static synchronized S3Server shared() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  public int port() {
    return port;
  }

  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** Starts the server, again with the same port and files. */
  public void startAgain() {
    var command =
        List.of(
            BINARY.toAbsolutePath().toString(),
            "--port",
            "127.0.0.1:" + port,
            "--region",
            REGION,
            "--keep-alive",
            "--quiet",
            "posix",
            "objects");
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("ROOT_ACCESS_KEY_ID", ACCESS_KEY_ID);
    builder.environment().put("ROOT_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY);
    var log = directory.resolve("log");
    try {
      process =
          builder
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "no S3 server: run build/s3, or name a versitygw in LONGSHORE_S3_SERVER", e);
    }
    await("S3 server on port " + port)
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          if (!process.isAlive()) {
            throw new IllegalStateException(Files.readString(log));
          }
          return listens();
        });
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends the server as a power cut would. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the server from answering; its sockets stay open. */
  public void pause() {
    signal("-STOP");
  }

  public void resume() {
    signal("-CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A port below those that the system gives to outgoing connections, so that it stays free. */
  private static int freePort() {
    for (int i = 0; i < 1000; i++) {
      int port = ThreadLocalRandom.current().nextInt(11000, 32000);
      try (var socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress("127.0.0.1", port));
        return port;
      } catch (IOException e) {
        // Taken: the next one.
      }
    }
    throw new IllegalStateException("no free port");
  }

  @Override
  public void close() {
    kill();
    if (!Files.exists(directory)) {
      return;
    }
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
