package dev.longshore.e2e.demo;

import java.time.Duration;

/** Tells what happens and how long it took, on standard output. */
final class Narrator {

  private final long began = System.nanoTime();

  /** Something begins that takes a moment. */
  void step(String text) {
    System.out.printf("%n[%3d s] %s%n", seconds(), text);
  }

  /** Something to look at. */
  void show(String text) {
    text.lines().forEach(line -> System.out.println("        " + line));
  }

  /** How far a transfer is, on a line of its own for every tenth. */
  void progress(long done, long total, long chunk) {
    long tenth = total / 10;
    if (done == total || done / tenth != (done - chunk) / tenth) {
      System.out.printf(
          "        %3d %%  %s of %s MiB%n", 100 * done / total, done >> 20, total >> 20);
    }
  }

  private long seconds() {
    return Duration.ofNanos(System.nanoTime() - began).toSeconds();
  }
}
