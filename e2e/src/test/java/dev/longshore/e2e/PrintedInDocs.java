package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.e2e.cluster.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code docs/kubectl.md} shows as printed, each behind a line {@code $ kubectl longshore
 * ...}. It must be what is printed, but for times, random names and events, which differ from run
 * to run; {@code -Dlongshore.generate=true} writes it anew.
 */
final class PrintedInDocs {

  private static final Path FILE = Images.root().resolve("docs/kubectl.md");

  private PrintedInDocs() {}

  static void require(String command, String printed) throws IOException {
    var block =
        Pattern.compile(
            "(```console\\n\\$ kubectl longshore " + Pattern.quote(command) + "\\n)(.*?)(```\\n)",
            Pattern.DOTALL);
    var text = Files.readString(FILE);
    var found = block.matcher(text);
    assertThat(found.find()).as("docs/kubectl.md shows " + command).isTrue();
    if (Boolean.getBoolean("longshore.generate")) {
      var shown = printed.lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
      Files.writeString(
          FILE, text.substring(0, found.start(2)) + shown + "\n" + text.substring(found.end(2)));
    } else {
      assertThat(masked(printed))
          .as("docs/kubectl.md, " + command + ": run this with -Dlongshore.generate=true")
          .isEqualTo(masked(found.group(2)));
    }
  }

  /** A short id is eight characters, and behind a shown path again. */
  private static String masked(String text) {
    return text.replaceAll("(?s)\nEvents\n.*", "")
        .replaceAll("\\b(\\d+[dhms]){1,2}\\b", "TIME")
        .replaceAll("-[0-9a-f]{6,10}-[a-z0-9]{5}\\b", "-POD")
        .replaceAll("(?m)^[A-Za-z0-9_-]{8}(?= )", "ID")
        .replaceAll("[A-Za-z0-9_-]{8}\\.\\.\\.", "ID")
        .replaceAll("TIME +[a-z0-9.-]+(?=\n)", "TIME NODE")
        .replaceAll("[ \t]+", " ")
        .replaceAll("(?m) $", "")
        .strip();
  }
}
