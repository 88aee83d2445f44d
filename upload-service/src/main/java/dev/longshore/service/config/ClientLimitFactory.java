package dev.longshore.service.config;

import dev.longshore.service.access.RequestRate;
import dev.longshore.service.http.BodyPace;
import dev.longshore.service.session.OpenUploads;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.upload.Admissions;
import dev.longshore.service.upload.ClientLimits;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** Makes what holds clients to their limits; nothing of what is off. */
@Factory
final class ClientLimitFactory {

  /** A number that is not 0. */
  private static final String ON = ".*[1-9].*";

  @Singleton
  ClientLimits limits(ClientLimitOptions options) {
    return new ClientLimits(
        orUnlimited(options.maxOpenUploads()),
        orUnlimited(options.maxOpenBytes()),
        AccessFactory.texts(options.allowedContentTypes()));
  }

  private static long orUnlimited(long limit) {
    return limit == 0 ? OpenUploads.UNLIMITED : limit;
  }

  @Singleton
  Admissions admissions(
      ClientLimits limits,
      ClientLimitOptions options,
      AccessOptions access,
      AccessOptions.Jwt jwt,
      SessionStore store) {
    boolean byClaims =
        access.mode().equals("jwt")
            && (jwt.maxOpenUploadsClaim() != null || jwt.maxOpenBytesClaim() != null);
    return new Admissions(
        limits, store, byClaims || options.maxOpenUploads() > 0 || options.maxOpenBytes() > 0);
  }

  @Singleton
  @Requires(property = "longshore.limits.request-rate", pattern = ON)
  RequestRate requestRate(ClientLimitOptions options) {
    return new RequestRate(options.requestRate(), options.requestBurst(), System::nanoTime);
  }

  @Singleton
  @Bean(preDestroy = "close")
  @Requires(property = "longshore.limits.min-body-rate", pattern = ON)
  BodyPace bodyPace(ClientLimitOptions options) {
    return new BodyPace(options.minBodyRate(), options.minBodyRateWindow());
  }
}
