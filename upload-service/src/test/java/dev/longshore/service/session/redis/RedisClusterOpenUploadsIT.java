package dev.longshore.service.session.redis;

import dev.longshore.service.session.OpenUploads;
import dev.longshore.service.session.OpenUploadsContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a Redis Cluster of three masters. */
class RedisClusterOpenUploadsIT extends OpenUploadsContract {

  private static RedisCluster cluster;
  private static RedisSessionStore here;
  private static RedisSessionStore there;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.start(3, 0);
    here = TestStores.open(cluster.connectionString() + ",abortConnect=false");
    there = TestStores.open(cluster.connectionString() + ",abortConnect=false");
  }

  @AfterAll
  static void stop() {
    here.close();
    there.close();
    cluster.close();
  }

  @Override
  protected List<OpenUploads> pods() {
    return List.of(here.openUploads(), there.openUploads());
  }
}
