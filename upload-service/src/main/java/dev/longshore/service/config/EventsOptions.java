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
 * @param enabled whether changes of uploads are told, see docs/events.md; nothing else about events
 *     counts without it
 * @param source {@code source} of the events; the operator names the {@code UploadService}
 * @param progressInterval least time between two events about the progress of one upload; 0 for
 *     none of them
 * @param maxLength events that are kept, in memory at most 10000; older ones go, whoever has them
 * @param lookInterval after this time at the latest, some pod looks for uploads that expired
 * @param retryBackoff pause after the first failure of an event, doubled by each further one
 * @param retryMaxBackoff longest such pause
 * @param maxAge an older event that fails is put aside
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
   * @param name what the endpoint is known by, in Redis, metrics and logs; {@code e0} unless set.
   *     {@code E0} tells its variables from those of other endpoints: any word of letters and
   *     digits that begins with a letter
   * @param url what events are posted to; required
   * @param secret a secret: what they are signed with, {@code whsec_} and at least 24 bytes in
   *     Base64; several have white space between them; required
   * @param types events that it wants; without it, all
   * @param timeout how long it may take to answer
   * @param caCertificate PEM file, or folder of such, of the authorities that the endpoint is
   *     trusted by, in place of the JVM's
   */
  @EachProperty("endpoints")
  public record Endpoint(
      @Parameter String key,
      @Nullable String name,
      @Nullable String url,
      @Nullable String secret,
      @Bindable(defaultValue = "") List<String> types,
      @Bindable(defaultValue = "10s") Duration timeout,
      @Nullable String caCertificate) {

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
