package dev.longshore.service.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Go's static file server, as the reference for how files are served. */
public final class FileServer implements AutoCloseable {

  private final Process process;
  private final URI uri;

  private FileServer(Process process) throws IOException {
    this.process = process;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
      uri = URI.create("http://127.0.0.1:" + lines.readLine());
    }
  }

  /** Builds it, which Go remembers, and starts it on a free port. */
  public static FileServer start(Path folder) throws IOException, InterruptedException {
    var binary = folder.resolve("reference");
    var source = Path.of("src/test/resources/reference/main.go").toAbsolutePath();
    var build =
        new ProcessBuilder(List.of("go", "build", "-o", binary.toString(), source.toString()))
            .redirectErrorStream(true)
            .start();
    var said = new String(build.getInputStream().readAllBytes());
    if (build.waitFor() != 0 || !Files.exists(binary)) {
      throw new IllegalStateException("the reference can't be built: " + said);
    }
    return new FileServer(
        new ProcessBuilder(binary.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  public URI uri() {
    return uri;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
