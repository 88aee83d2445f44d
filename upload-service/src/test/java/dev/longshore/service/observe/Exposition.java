package dev.longshore.service.observe;

import dev.longshore.service.client.UploadClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code /prometheus} answers, in the text format of Prometheus. */
record Exposition(String text) {

  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** A metric with all its series. */
  record Family(String name, String type, String help, Set<String> labels) {}

  static Exposition of(UploadClient client) {
    return new Exposition(client.get("/prometheus").text());
  }

  Map<String, Family> families() {
    var help = new LinkedHashMap<String, String>();
    var families = new TreeMap<String, Family>();
    for (var line : text.lines().toList()) {
      var words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        help.put(words[2], words.length > 3 ? words[3].strip() : "");
      } else if (line.startsWith("# TYPE ")) {
        families.put(words[2], new Family(words[2], words[3], help.get(words[2]), new TreeSet<>()));
      } else {
        var sample = SAMPLE.matcher(line);
        if (sample.matches()) {
          family(families, sample.group(1)).labels().addAll(labels(sample.group(2)).keySet());
        }
      }
    }
    return families;
  }

  private static Family family(Map<String, Family> families, String name) {
    var family = families.get(name);
    return family == null ? families.get(name.replaceFirst("_(bucket|count|sum)$", "")) : family;
  }

  private static Map<String, String> labels(String text) {
    return text == null
        ? Map.of()
        : LABEL
            .matcher(text)
            .results()
            .filter(label -> !label.group(1).equals("le"))
            .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2)));
  }

  /**
   * The sum of all series of a name that have these labels.
   *
   * @param labels names and values by turns
   */
  double value(String name, String... labels) {
    double sum = 0;
    for (var line : text.lines().toList()) {
      var sample = SAMPLE.matcher(line);
      if (sample.matches() && sample.group(1).equals(name) && has(sample.group(2), labels)) {
        sum += Double.parseDouble(sample.group(3));
      }
    }
    return sum;
  }

  private static boolean has(String text, String... wanted) {
    var labels = labels(text);
    for (int i = 0; i < wanted.length; i += 2) {
      if (!wanted[i + 1].equals(labels.get(wanted[i]))) {
        return false;
      }
    }
    return true;
  }
}
