package dev.longshore.service.http;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.HttpServerConfiguration.CorsConfiguration;
import io.micronaut.http.server.cors.CorsOriginConfiguration;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Lets pages of the origins in {@code longshore.cors.allowed-origins} upload and read every field
 * of the protocols; off without any, and then Micronaut's own settings hold.
 */
@Singleton
final class Cors implements BeanCreatedEventListener<CorsConfiguration> {

  private static final List<String> EXPOSED =
      List.of(
          "Location",
          "Retry-After",
          "WWW-Authenticate",
          "Accept-Patch",
          "Accept-Ranges",
          "Content-Disposition",
          "Content-Range",
          "ETag",
          Headers.TUS_RESUMABLE,
          Headers.TUS_VERSION,
          Headers.TUS_EXTENSION,
          Headers.TUS_MAX_SIZE,
          Headers.TUS_CHECKSUM_ALGORITHM,
          Headers.UPLOAD_OFFSET,
          Headers.UPLOAD_LENGTH,
          Headers.UPLOAD_DEFER_LENGTH,
          Headers.UPLOAD_METADATA,
          Headers.UPLOAD_CONCAT,
          Headers.UPLOAD_EXPIRES,
          Headers.UPLOAD_COMPLETE,
          Headers.UPLOAD_INCOMPLETE,
          Headers.UPLOAD_LIMIT,
          Headers.INTEROP_VERSION,
          "Content-Digest",
          "Repr-Digest",
          "Want-Content-Digest",
          "Want-Repr-Digest",
          Headers.POD);

  private final List<String> origins;

  Cors(@Value("${longshore.cors.allowed-origins:}") List<String> origins) {
    this.origins = origins.stream().map(String::strip).filter(origin -> !origin.isEmpty()).toList();
  }

  @Override
  public CorsConfiguration onCreated(BeanCreatedEvent<CorsConfiguration> event) {
    var cors = event.getBean();
    if (!origins.isEmpty()) {
      cors.setEnabled(true);
      cors.setSingleHeader(true);
      cors.setConfigurations(Map.of("longshore", forOrigins()));
    }
    return cors;
  }

  private CorsOriginConfiguration forOrigins() {
    var configuration = new CorsOriginConfiguration();
    configuration.setAllowedOrigins(origins);
    configuration.setExposedHeaders(EXPOSED);
    // A cookie must not open the service to whatever page somebody happens to look at.
    configuration.setAllowCredentials(!origins.contains("*"));
    return configuration;
  }
}
