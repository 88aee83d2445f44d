package dev.longshore.service.session.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Goes through keys step by step; in a Cluster over its masters, in the order of their ids. A
 * Cluster that changes its masters meanwhile may keep some keys to itself.
 */
final class KeyScan {

  private KeyScan() {}

  /** Keys, and where to go on; the first place once there are no more. */
  record Step(List<String> keys, Place next) {}

  /**
   * Where the next step begins.
   *
   * @param node id of the master, empty for the first or only server
   * @param cursor of that server
   */
  record Place(String node, String cursor) {

    private static final Place FIRST = new Place("", "0");
    private static final Pattern FORM = Pattern.compile("(?:([0-9a-f]{40}):)?([0-9]{1,20})");

    /**
     * Reads what {@link #text()} wrote.
     *
     * @throws IllegalArgumentException if it did not
     */
    static Place of(String text) {
      var form = FORM.matcher(text);
      if (!form.matches()) {
        throw new IllegalArgumentException("no place in a list of sessions");
      }
      return new Place(form.group(1) == null ? "" : form.group(1), form.group(2));
    }

    boolean isFirst() {
      return equals(FIRST);
    }

    String text() {
      return node.isEmpty() ? cursor : node + ":" + cursor;
    }
  }

  static CompletionStage<Step> step(
      RedisClusterAsyncCommands<String, String> redis, Place place, ScanArgs args) {
    if (!(redis instanceof RedisAdvancedClusterAsyncCommands<String, String> cluster)) {
      return redis
          .scan(ScanCursor.of(place.cursor()), args)
          .thenApply(found -> new Step(found.getKeys(), next("", found, Place.FIRST)));
    }
    var masters = masters(cluster);
    var master = masters.ceiling(place.node());
    if (master == null) {
      return CompletableFuture.completedStage(new Step(List.of(), Place.FIRST));
    }
    var cursor = master.equals(place.node()) ? place.cursor() : "0";
    var higher = masters.higher(master);
    var afterwards = higher == null ? Place.FIRST : new Place(higher, "0");
    return cluster
        .getStatefulConnection()
        .getConnectionAsync(master)
        .thenCompose(node -> node.async().scan(ScanCursor.of(cursor), args))
        .thenApply(found -> new Step(found.getKeys(), next(master, found, afterwards)));
  }

  private static NavigableSet<String> masters(
      RedisAdvancedClusterAsyncCommands<String, String> cluster) {
    return cluster.getStatefulConnection().getPartitions().stream()
        .filter(node -> node.is(RedisClusterNode.NodeFlag.UPSTREAM) && !node.getSlots().isEmpty())
        .map(RedisClusterNode::getNodeId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Place next(String node, KeyScanCursor<String> found, Place afterwards) {
    return found.isFinished() ? afterwards : new Place(node, found.getCursor());
  }
}
