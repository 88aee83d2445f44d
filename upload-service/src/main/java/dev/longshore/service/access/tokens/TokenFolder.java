package dev.longshore.service.access.tokens;

import dev.longshore.service.access.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * A folder as a Secret is mounted: each file is named as an owner and holds its tokens, one a line.
 * More than one is for changing a token without a gap.
 */
final class TokenFolder {

  /** Fewer characters can be guessed. */
  static final int SHORTEST = 16;

  /** No token has more; a file that does was mounted by mistake. */
  private static final long MOST_BYTES = 64 << 10;

  private TokenFolder() {}

  /** A token, of which nothing but its digest is kept, and whose it is. */
  record Entry(byte[] digest, String owner) {}

  /**
   * What the folder holds.
   *
   * @param entries the tokens that are good
   * @param complaints about others, without quoting one
   */
  record Contents(List<Entry> entries, List<String> complaints) {}

  static Contents read(Path folder) throws IOException {
    var complaints = new ArrayList<String>();
    var owners = new HashMap<String, String>();
    var twice = new HashSet<String>();
    for (var file : files(folder)) {
      var owner = file.getFileName().toString();
      for (var token : tokens(file, complaints)) {
        var other = owners.putIfAbsent(token, owner);
        if (other != null && !other.equals(owner)) {
          twice.add(token);
          complaints.add(
              "%s and %s have the same token, which neither can use".formatted(other, owner));
        }
      }
    }
    owners.keySet().removeAll(twice);
    return new Contents(entries(owners), complaints);
  }

  /** Without what begins with a dot: the kubelet's own. */
  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static List<String> tokens(Path file, List<String> complaints) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      complaints.add(file.getFileName() + " is too large to be a token");
      return List.of();
    }
    var tokens =
        Files.readString(file, StandardCharsets.ISO_8859_1)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    if (tokens.isEmpty()) {
      complaints.add(file.getFileName() + " holds no token");
    }
    var good = tokens.stream().filter(token -> token.length() >= SHORTEST).toList();
    if (good.size() < tokens.size()) {
      complaints.add(
          "%s holds a token of fewer than %d characters, which can't be used"
              .formatted(file.getFileName(), SHORTEST));
    }
    return good;
  }

  private static List<Entry> entries(Map<String, String> owners) {
    return owners.entrySet().stream()
        .map(entry -> new Entry(digest(entry.getKey()), entry.getValue()))
        .toList();
  }

  static byte[] digest(String token) {
    return Sha256.begin().digest(token.getBytes(StandardCharsets.ISO_8859_1));
  }
}
