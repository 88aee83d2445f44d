package dev.longshore.service.session.redis;

/**
 * What the options come to, checked before anything connects.
 *
 * @param connectionString where to connect to, unless the application has a client
 * @param keys names in Redis
 * @param database logical database
 */
record RedisSessionPlan(ConnectionString connectionString, SessionKeys keys, int database) {

  /**
   * @param borrowed whether the application has a client, so that the connection string is not used
   * @throws IllegalArgumentException if options are wrong or contradict each other
   */
  static RedisSessionPlan of(RedisSessionOptions options, boolean borrowed) {
    if (options.slidingExpiration().toMillis() <= 0) {
      throw new IllegalArgumentException(
          "longshore.session.redis.sliding-expiration must be at least 1 ms, such as 24h");
    }
    if (options.databaseIndex() < 0) {
      throw new IllegalArgumentException(
          "longshore.session.redis.database-index must be 0 or more");
    }
    var string = ConnectionString.parse(borrowed ? "localhost" : options.connectionString());
    var keys =
        SessionKeys.of(
            options.keyPrefix(), string.text(ConnectionOption.CHANNEL_PREFIX).orElse(""));
    return new RedisSessionPlan(string, keys, database(options.databaseIndex(), string));
  }

  private static int database(int index, ConnectionString string) {
    int said = string.defaultDatabase().orElse(index);
    if (index != 0 && said != index) {
      throw new IllegalArgumentException(
          "longshore.session.redis.database-index is %d, but the connection string says database %d"
              .formatted(index, said));
    }
    return said;
  }
}
