package dev.longshore.operator.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The library that Flux waits by, sigs.k8s.io/cli-utils, built of its Go module. */
final class Kstatus {

  private static final Path SOURCE = Path.of("src", "test", "kstatus");

  private final Path binary;

  private Kstatus(Path binary) {
    this.binary = binary;
  }

  /** Builds it, which Go remembers. */
  static Kstatus in(Path folder) throws IOException, InterruptedException {
    var binary = folder.resolve("kstatus").toAbsolutePath();
    var build =
        new ProcessBuilder(List.of("go", "build", "-o", binary.toString(), "."))
            .directory(SOURCE.toFile())
            .redirectErrorStream(true)
            .start();
    var said = new String(build.getInputStream().readAllBytes());
    if (build.waitFor() != 0 || !Files.exists(binary)) {
      throw new IllegalStateException("kstatus can't be built: " + said);
    }
    return new Kstatus(binary);
  }

  /** Its word for an object, and why. */
  String of(String json) throws IOException, InterruptedException {
    var process = new ProcessBuilder(binary.toString()).redirectErrorStream(true).start();
    try (var in = process.outputWriter()) {
      in.write(json);
    }
    var said = new String(process.getInputStream().readAllBytes()).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    return said;
  }
}
