package dev.longshore.api.v1alpha1;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What in a schema would refuse, or read otherwise, a resource that was valid before: fields that
 * are gone, types and defaults that are others, values and bounds that are narrower, rules that are
 * new.
 */
final class SchemaChanges {

  private static final Set<String> LEAST =
      Set.of("minimum", "minLength", "minItems", "minProperties");
  private static final Set<String> MOST =
      Set.of("maximum", "maxLength", "maxItems", "maxProperties");

  private SchemaChanges() {}

  /** A line each, such as {@code .spec.replicas: maximum was 1000, is 10}. */
  static List<String> breaking(SchemaFacts before, SchemaFacts now) {
    var changes = new ArrayList<String>();
    before
        .fields()
        .forEach((path, facts) -> {
          if (!now.fields().containsKey(path)) {
            changes.add(path + ": is gone");
          } else {
            compare(path, facts, now.fields().get(path), changes);
          }
        });
    now.fields()
        .forEach((path, facts) -> {
          if (!before.fields().containsKey(path)
              && facts.containsKey("required")
              && before.fields().containsKey(parent(path))) {
            changes.add(path + ": is new and required");
          }
        });
    return changes;
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('.'));
  }

  private static void compare(
      String path,
      SortedMap<String, String> before,
      SortedMap<String, String> now,
      List<String> changes) {
    var names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    for (var name : names) {
      if (isNarrower(name, before.get(name), now.get(name))) {
        changes.add(
            "%s: %s was %s, is %s"
                .formatted(
                    path,
                    name,
                    before.getOrDefault(name, "not there"),
                    now.getOrDefault(name, "not there")));
      }
    }
  }

  private static boolean isNarrower(String name, String before, String now) {
    if (LEAST.contains(name)) {
      return now != null
          && (before == null || Double.parseDouble(now) > Double.parseDouble(before));
    }
    if (MOST.contains(name)) {
      return now != null
          && (before == null || Double.parseDouble(now) < Double.parseDouble(before));
    }
    if (name.equals("enum")) {
      return now != null && (before == null || !values(now).containsAll(values(before)));
    }
    if (name.equals("required") || name.equals("pattern") || name.startsWith("rule ")) {
      return now != null && !now.equals(before);
    }
    // Type, format, default.
    return before == null || !before.equals(now);
  }

  private static Set<String> values(String joined) {
    return Set.of(joined.split("\\|"));
  }
}
