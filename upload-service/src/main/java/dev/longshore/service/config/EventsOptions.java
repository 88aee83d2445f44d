package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;

/**
 * {@code longshore.events}: who is told what happened to uploads.
 *
 * @param enabled whether changes are told at all
 * @param source of the CloudEvents, a URI reference that tells this service from others
 * @param progressInterval least time between two events about the progress of one upload; 0 for
 *     none of them
 * @param maxLength events that are kept; older ones go, whoever has them
 * @param lookInterval after this time at the latest uploads that expired are noticed
 * @param retryBackoff pause after the first failure; doubled by each further one
 * @param retryMaxBackoff longest such pause
 * @param maxAge an older event is put aside once it could not be delivered
 */
@ConfigurationProperties("longshore.events")
public record EventsOptions(
    @Bindable(defaultValue = "false") boolean enabled,
    @Bindable(defaultValue = "/uploads") String source,
    @Bindable(defaultValue = "10s") Duration progressInterval,
    @Bindable(defaultValue = "100000") long maxLength,
    @Bindable(defaultValue = "1m") Duration lookInterval,
    @Bindable(defaultValue = "1s") Duration retryBackoff,
    @Bindable(defaultValue = "5m") Duration retryMaxBackoff,
    @Bindable(defaultValue = "72h") Duration maxAge) {

  /**
   * {@code longshore.events.endpoints.<key>}. A key is one word and no number: Micronaut takes a
   * number in a variable for an index, and loses what stands behind it.
   *
   * @param key tells its variables from those of others
   * @param name what it is known by in Redis, metrics and logs; its key unless set
   * @param url what is posted to
   * @param secret what is signed with; several have white space between them
   * @param types last words of the types that it wants; none for all
   * @param timeout how long it may take to answer
   */
  @EachProperty("endpoints")
  public record Endpoint(
      @Parameter String key,
      @Nullable String name,
      @Nullable String url,
      @Nullable String secret,
      @Bindable(defaultValue = "") List<String> types,
      @Bindable(defaultValue = "10s") Duration timeout) {

    public Endpoint {
      name = name == null ? key : name;
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "Endpoint[name=%s, types=%s, timeout=%s]".formatted(name, types, timeout);
    }
  }
}
