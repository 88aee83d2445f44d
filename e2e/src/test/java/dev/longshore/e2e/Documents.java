package dev.longshore.e2e;

import dev.longshore.e2e.cluster.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** README and {@code docs/}, as Markdown that shows commands. */
final class Documents {

  private static final Pattern HEADING = Pattern.compile("#+ (.*)");
  private static final Pattern INLINE =
      Pattern.compile("`((?:kubectl|helm|make|curl|cosign|redis-cli) [^`]*)`");

  private Documents() {}

  /**
   * What stands between two fences.
   *
   * @param file from the repository's root on
   * @param section the last heading before it
   * @param language behind the first fence, such as {@code sh} for commands; empty without
   * @param text all lines
   */
  record Block(String file, String section, String language, String text) {

    Block {
      text = text.strip();
    }

    @Override
    public String toString() {
      return "%s, \"%s\": %s".formatted(file, section, text);
    }
  }

  /** All of them, file by file. */
  static List<Path> files() throws IOException {
    try (var docs = Files.list(Images.root().resolve("docs"))) {
      return Stream.concat(Stream.of(Images.root().resolve("README.md")), docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  /** The blocks of all files, in their order. */
  static List<Block> blocks() throws IOException {
    var blocks = new ArrayList<Block>();
    for (var file : files()) {
      blocks.addAll(blocks(file));
    }
    return blocks;
  }

  private static List<Block> blocks(Path file) throws IOException {
    var blocks = new ArrayList<Block>();
    String name = Images.root().relativize(file).toString();
    String section = "";
    String language = null;
    var text = new StringBuilder();
    for (var line : Files.readAllLines(file)) {
      var heading = HEADING.matcher(line);
      if (language == null && heading.matches()) {
        section = heading.group(1);
      } else if (language == null && line.startsWith("```")) {
        language = line.substring(3);
        text.setLength(0);
      } else if (language != null && line.equals("```")) {
        blocks.add(new Block(name, section, language, text.toString()));
        language = null;
      } else if (language != null) {
        text.append(line).append('\n');
      }
    }
    return blocks;
  }

  /** Commands in the middle of a sentence, each with the file that it stands in. */
  static List<Block> inline() throws IOException {
    var commands = new ArrayList<Block>();
    for (var file : files()) {
      INLINE
          .matcher(Files.readString(file))
          .results()
          .map(
              found -> new Block(Images.root().relativize(file).toString(), "", "", found.group(1)))
          .forEach(commands::add);
    }
    return commands;
  }
}
