package dev.longshore.e2e.cluster;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

/** The node ports that the node's container publishes, lent to whoever opens a {@link Door}. */
final class NodePorts {
  static final int[] ALL = IntStream.range(30100, 30116).toArray();

  private final BlockingQueue<Integer> free = new LinkedBlockingQueue<>();

  NodePorts() {
    IntStream.of(ALL).forEach(free::add);
  }

  int take() {
    Integer port = free.poll();
    if (port == null) {
      throw new IllegalStateException("All node ports are in use: close doors, or publish more");
    }
    return port;
  }

  void giveBack(int port) {
    free.add(port);
  }
}
