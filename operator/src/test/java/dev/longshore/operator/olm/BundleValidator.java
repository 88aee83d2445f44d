package dev.longshore.operator.olm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The library behind {@code operator-sdk bundle validate}, built of its Go module. */
final class BundleValidator {

  private static final Path SOURCE = Path.of("src", "test", "olm");
  private static final String KUBERNETES = "1.34";

  private final Path binary;

  private BundleValidator(Path binary) {
    this.binary = binary;
  }

  /** Builds it, which Go remembers. */
  static BundleValidator in(Path folder) throws IOException, InterruptedException {
    var binary = folder.resolve("olm").toAbsolutePath();
    run(List.of("go", "build", "-o", binary.toString(), "."), SOURCE);
    return new BundleValidator(binary);
  }

  /** What it has against a bundle; a line for each. */
  String problems(Path bundle) throws IOException, InterruptedException {
    return run(
        List.of(binary.toString(), bundle.toAbsolutePath().toString(), KUBERNETES), Path.of("."));
  }

  private static String run(List<String> command, Path folder)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes()).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command.getFirst() + ": " + said);
    }
    return said;
  }
}
