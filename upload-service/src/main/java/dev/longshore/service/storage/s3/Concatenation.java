package dev.longshore.service.storage.s3;

import java.util.ArrayList;
import java.util.List;

/**
 * How one object is made of others within the provider's limits: long stretches are copied by the
 * provider; what is shorter than a part may be is read and sent, together with as much of what
 * follows as makes a part.
 */
final class Concatenation {

  private Concatenation() {}

  /** Bytes of an object. */
  record Stretch(String key, long from, long length) {}

  /** One part of the new object: a copy of one stretch, or the bytes of several read and sent. */
  record Step(List<Stretch> stretches, boolean copied) {
    long length() {
      return stretches.stream().mapToLong(Stretch::length).sum();
    }
  }

  /** The parts to make, in order. */
  static List<Step> plan(List<Stretch> sources, PartLimits limits) {
    var steps = new ArrayList<Step>();
    var small = new ArrayList<Stretch>();
    long smallBytes = 0;
    for (var source : sources) {
      var rest = source;
      if (smallBytes > 0) {
        long taken = Math.min(rest.length(), limits.minPartSize() - smallBytes);
        small.add(new Stretch(rest.key(), rest.from(), taken));
        smallBytes += taken;
        rest = new Stretch(rest.key(), rest.from() + taken, rest.length() - taken);
        if (smallBytes == limits.minPartSize()) {
          steps.add(new Step(List.copyOf(small), false));
          small.clear();
          smallBytes = 0;
        }
      }
      if (rest.length() >= limits.minPartSize()) {
        copy(rest, limits, steps);
      } else if (rest.length() > 0) {
        small.add(rest);
        smallBytes += rest.length();
      }
    }
    if (smallBytes > 0) {
      steps.add(new Step(List.copyOf(small), false));
    }
    return steps;
  }

  private static void copy(Stretch stretch, PartLimits limits, List<Step> steps) {
    long number = Math.ceilDiv(stretch.length(), limits.maxPartSize());
    long size = Math.ceilDiv(stretch.length(), number);
    for (long done = 0; done < stretch.length(); done += size) {
      long length = Math.min(size, stretch.length() - done);
      steps.add(new Step(List.of(new Stretch(stretch.key(), stretch.from() + done, length)), true));
    }
  }
}
