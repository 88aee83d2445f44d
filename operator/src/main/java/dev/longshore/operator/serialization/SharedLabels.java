package dev.longshore.operator.serialization;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Labels that were read lately, to be used again: the objects of one resource have the same. As
 * with {@link SharedStrings}, there is one place for each hash.
 */
final class SharedLabels {

  private static final int PLACES = 1 << 13;

  private final AtomicReferenceArray<Map<String, String>> recent =
      new AtomicReferenceArray<>(PLACES);

  /** An equal map, which can't be changed. */
  Map<String, String> of(Map<String, String> labels) {
    if (labels.containsValue(null)) {
      return labels;
    }
    var hash = labels.hashCode();
    var place = (hash ^ hash >>> 13) & PLACES - 1;
    var known = recent.get(place);
    if (labels.equals(known)) {
      return known;
    }
    var copy = Map.copyOf(labels);
    recent.set(place, copy);
    return copy;
  }
}
