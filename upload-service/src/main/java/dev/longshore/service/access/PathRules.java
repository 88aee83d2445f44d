package dev.longshore.service.access;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Folders that a caller may store in, from templates such as {@code users/{owner}} or {@code
 * teams/{groups}}. A name in braces stands for what is known of the caller; where that is several
 * values, it is a folder for each. A template of which a value is not known, or is no name of a
 * folder, gives none.
 *
 * @param templates without a {@code /} at the end; none to allow any path
 */
public record PathRules(List<String> templates) {

  private static final Pattern NAME = Pattern.compile("\\{([^{}]*)}");

  /** One segment of a path, so that no value leads out of its folder, and none is hidden. */
  private static final Pattern SEGMENT =
      Pattern.compile("[^/\\\\\\p{Cntrl}.][^/\\\\\\p{Cntrl}]{0,199}");

  /** A claim with thousands of groups must not make a session of each request. */
  private static final int MOST = 1000;

  public PathRules {
    templates = templates.stream().map(PathRules::checked).toList();
  }

  /** Whether a text can be a template. */
  public static boolean isTemplate(String text) {
    var outside = NAME.matcher(text.strip()).replaceAll("x");
    return outside.matches("[^/{}\\\\.][^{}\\\\]*")
        && !outside.matches(".*(//|/\\.).*")
        && NAME.matcher(text).results().noneMatch(name -> name.group(1).isBlank());
  }

  private static String checked(String text) {
    if (!isTemplate(text)) {
      throw new IllegalArgumentException("not a template of a folder: '" + text + "'");
    }
    return text.strip().replaceAll("/+$", "");
  }

  /**
   * The folders of one caller, or null if any path is allowed.
   *
   * @param values what is known under a name; empty if nothing is
   */
  public List<String> folders(Function<String, List<String>> values) {
    return templates.isEmpty()
        ? null
        : templates.stream()
            .flatMap(template -> expand(template, values).stream())
            .distinct()
            .limit(MOST)
            .toList();
  }

  private static List<String> expand(String template, Function<String, List<String>> values) {
    var name = NAME.matcher(template);
    if (!name.find()) {
      return List.of(template);
    }
    var folders = new ArrayList<String>();
    for (var value : values.apply(name.group(1))) {
      if (folders.size() < MOST && SEGMENT.matcher(value).matches()) {
        var rest = expand(template.substring(name.end()), values);
        rest.forEach(tail -> folders.add(template.substring(0, name.start()) + value + tail));
      }
    }
    return folders;
  }
}
