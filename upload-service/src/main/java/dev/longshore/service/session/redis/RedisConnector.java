package dev.longshore.service.session.redis;

import io.netty.util.Timer;

/** Opens links to Redis; each opening finds out anew where the master is. */
interface RedisConnector extends AutoCloseable {

  /**
   * Opens a link. Blocks, at most a few of the timeouts.
   *
   * @throws RuntimeException if no usable server answers; without any password
   */
  RedisLink open();

  /** Of the client: measures the time that calls may take. Coarse, but costs them nothing. */
  Timer timer();

  /** Where it connects to, without passwords. */
  String describe();

  /** Closes the client if it is ours. */
  @Override
  void close();
}
