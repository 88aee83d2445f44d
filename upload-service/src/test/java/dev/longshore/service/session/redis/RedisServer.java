package dev.longshore.service.session.redis;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A real redis-server on a free loopback port, with its files in a directory of its own. */
public final class RedisServer implements AutoCloseable {

  private static final String BINARY =
      Optional.ofNullable(System.getenv("LONGSHORE_REDIS_SERVER")).orElse("redis-server");

  private final int port;
  private final Path directory;
  private final List<String> arguments;
  private Process process;

  private RedisServer(int port, Path directory, List<String> arguments) {
    this.port = port;
    this.directory = directory;
    this.arguments = arguments;
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  /** What tells sessions below a prefix from others in a storage. */
  public static String scope(String keyPrefix) {
    return SessionScope.of(keyPrefix, 0);
  }

  /** Starts a server with these options in addition to the fixture's. */
  public static RedisServer start(String... options) {
    int port = freePort();
    return started(port, List.of("--port", Integer.toString(port)), options);
  }

  /** Starts a server that speaks TLS only. */
  static RedisServer startTls(String... options) {
    int port = freePort();
    return started(port, List.of("--port", "0", "--tls-port", Integer.toString(port)), options);
  }

  /** Starts a member of a cluster, which does not know the others yet. */
  static RedisServer startClusterNode(String... options) {
    var cluster =
        List.of(
            "--cluster-enabled", "yes",
            "--cluster-node-timeout", "2000",
            "--cluster-port", Integer.toString(freePort()));
    return start(concat(cluster, options).toArray(String[]::new));
  }

  /** Starts a Sentinel that watches a master by the name {@code mymaster}. */
  static RedisServer startSentinel(RedisServer master, int quorum, String... lines) {
    int port = freePort();
    var directory = newDirectory();
    var configuration =
        new ArrayList<>(
            List.of(
                "sentinel monitor mymaster 127.0.0.1 %d %d".formatted(master.port, quorum),
                "sentinel down-after-milliseconds mymaster 800",
                "sentinel failover-timeout mymaster 3000",
                "sentinel parallel-syncs mymaster 1"));
    configuration.addAll(List.of(lines));
    var file = directory.resolve("sentinel.conf");
    try {
      Files.write(file, configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var arguments =
        List.of(
            file.toString(), "--sentinel", "--port", Integer.toString(port), "--bind", "127.0.0.1");
    var server = new RedisServer(port, directory, arguments);
    server.startAgain();
    return server;
  }

  private static RedisServer started(int port, List<String> listen, String... options) {
    var directory = newDirectory();
    var arguments = new ArrayList<>(listen);
    arguments.addAll(
        List.of(
            "--bind",
            "127.0.0.1",
            "--dir",
            directory.toString(),
            "--save",
            "",
            "--loglevel",
            "notice"));
    arguments.addAll(List.of(options));
    var server = new RedisServer(port, directory, arguments);
    server.startAgain();
    return server;
  }

  int port() {
    return port;
  }

  public String endpoint() {
    return "127.0.0.1:" + port;
  }

  Path directory() {
    return directory;
  }

  /** Starts the server, again with the same port, options and files. */
  public void startAgain() {
    var command = concat(List.of(BINARY), arguments.toArray(String[]::new));
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "no redis-server: apt-get install redis-server, or name one in LONGSHORE_REDIS_SERVER",
          e);
    }
    await("redis-server on port " + port)
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          if (!process.isAlive()) {
            throw new IllegalStateException(Files.readString(directory.resolve("log")));
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

  /** Ends the server in order. */
  public void stop() {
    process.destroy();
    join();
  }

  /** Ends the server as a power cut would. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      join();
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
    run(List.of("kill", name, Long.toString(process.pid())));
  }

  private void join() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What {@code redis-cli} prints for these arguments. */
  public String cli(String... arguments) {
    return run(concat(List.of("redis-cli", "-p", Integer.toString(port)), arguments));
  }

  /** Runs a command to its end; what it prints, without the last line's end. */
  static String run(List<String> command) {
    try {
      var started = new ProcessBuilder(command).redirectErrorStream(true).start();
      started.getOutputStream().close();
      var output = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (started.waitFor() != 0) {
        throw new IllegalStateException(command.getFirst() + " failed: " + output);
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
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

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("longshore-redis-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> concat(List<String> first, String... rest) {
    var all = new ArrayList<>(first);
    all.addAll(Arrays.asList(rest));
    return all;
  }

  @Override
  public void close() {
    kill();
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
