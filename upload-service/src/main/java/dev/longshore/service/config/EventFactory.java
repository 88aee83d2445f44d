package dev.longshore.service.config;

import dev.longshore.service.events.Deliveries;
import dev.longshore.service.events.Endpoint;
import dev.longshore.service.events.EventData;
import dev.longshore.service.events.RetryRules;
import dev.longshore.service.session.EventRules;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.UploadEventType;
import dev.longshore.service.webhook.SigningSecrets;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes what tells of uploads, where {@code longshore.events.enabled} is; nothing else. At the
 * start, so that a wrong endpoint shows then and no event is missed.
 */
@Factory
@Requires(property = "longshore.events.enabled", value = "true")
final class EventFactory {

  private static final String NAME = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

  @Singleton
  EventRules rules(EventsOptions options) {
    return new EventRules(
        options.source(), options.progressInterval(), options.maxLength(), new EventData());
  }

  @Context
  @Bean(preDestroy = "close")
  Deliveries deliveries(
      SessionStore store,
      EventsOptions options,
      List<EventsOptions.Endpoint> endpoints,
      SessionOptions session,
      InstantSource clock,
      MeterRegistry registry) {
    return new Deliveries(
        store,
        endpoints(endpoints),
        new RetryRules(options.retryBackoff(), options.retryMaxBackoff(), options.maxAge()),
        session.leaseDuration(),
        options.lookInterval(),
        clock,
        registry);
  }

  private static List<Endpoint> endpoints(List<EventsOptions.Endpoint> options) {
    var names = new HashSet<String>();
    for (var endpoint : options) {
      require(
          endpoint.name().matches(NAME),
          endpoint,
          "name",
          "must be lower-case letters, digits and dashes, at most 63");
      require(names.add(endpoint.name()), endpoint, "name", "must not be that of another endpoint");
      require(endpoint.url() != null, endpoint, "url", "must be set");
      require(endpoint.secret() != null, endpoint, "secret", "must be set");
    }
    return options.stream().map(EventFactory::endpoint).toList();
  }

  private static Endpoint endpoint(EventsOptions.Endpoint options) {
    return new Endpoint(
        options.name(),
        URI.create(options.url()),
        secrets(options),
        types(AccessFactory.texts(options.types())),
        options.timeout(),
        CaCertificates.of(
            "events.endpoints." + options.key() + ".ca-certificate", options.caCertificate()));
  }

  private static SigningSecrets secrets(EventsOptions.Endpoint endpoint) {
    try {
      return SigningSecrets.parse(endpoint.secret());
    } catch (IllegalArgumentException e) {
      throw wrong(endpoint, "secret", "is not what events can be signed with: " + e.getMessage());
    }
  }

  private static Set<String> types(List<String> shortNames) {
    return shortNames.stream()
        .map(name -> UploadEventType.valueOf(name.toUpperCase(Locale.ROOT)).cloudEventType())
        .collect(Collectors.toSet());
  }

  private static void require(
      boolean holds, EventsOptions.Endpoint endpoint, String option, String rule) {
    if (!holds) {
      throw wrong(endpoint, option, rule);
    }
  }

  private static IllegalArgumentException wrong(
      EventsOptions.Endpoint endpoint, String option, String rule) {
    return OptionName.of("events.endpoints." + endpoint.key() + "." + option).wrong(rule);
  }
}
