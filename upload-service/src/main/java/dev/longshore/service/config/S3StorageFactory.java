package dev.longshore.service.config;

import dev.longshore.service.observe.Calls;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.s3.LinkOptions;
import dev.longshore.service.storage.s3.PartLimits;
import dev.longshore.service.storage.s3.S3Connection;
import dev.longshore.service.storage.s3.S3Options;
import dev.longshore.service.storage.s3.S3Storage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Makes the S3 storage of its options, and refuses those that don't go together. {@link
 * OptionsCheck} has looked at each alone.
 */
@Factory
final class S3StorageFactory {

  static final long LEAST_MEMORY = 1 << 20;
  private static final double SHARE_OF_HEAP = 0.45;

  /** S3's limit. */
  private static final int MOST_TAGS = 10;

  @Singleton
  @Bean(preDestroy = "close")
  @Requires(property = "longshore.storage.type", value = "s3")
  @Requires(missingBeans = ObjectStorage.class)
  S3Storage s3(
      StorageOptions storage,
      StorageOptions.S3 options,
      ReadOptions.Redirect redirect,
      SessionStore sessions,
      Calls calls,
      MeterRegistry registry) {
    require(options.bucket() != null && !options.bucket().isBlank(), "bucket", "be set");
    require(
        (options.accessKeyId() == null) == (options.secretAccessKey() == null),
        "secret-access-key",
        "be set if, and only if, access-key-id is");
    require(
        options.accessKeyId() == null || options.profile() == null,
        "profile",
        "not be set where access-key-id is");
    require(
        options.partSize() >= options.minPartSize() && options.partSize() <= options.maxPartSize(),
        "part-size",
        "be from %d to %d bytes".formatted(options.minPartSize(), options.maxPartSize()));
    require(
        options.kmsKeyId() == null || "aws:kms".equals(options.encryption()),
        "kms-key-id",
        "not be set unless encryption is aws:kms");
    var connection = connection(options);
    var how = s3Options(storage, options, sessions.scope());
    try {
      return metered(new S3Storage(connection, how, links(redirect), calls), registry);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "longshore.storage.s3 (LONGSHORE_STORAGE_S3_REGION, or AWS's own variables and files) must"
              + " say where the bucket is: "
              + e.getMessage(),
          e);
    }
  }

  private static S3Storage metered(S3Storage storage, MeterRegistry registry) {
    Gauge.builder("longshore.storage.memory.used", storage, s3 -> s3.memoryUse().get().used())
        .description("Memory that bytes of uploads hold on their way to the bucket")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("longshore.storage.memory.limit", storage, s3 -> s3.memoryUse().get().limit())
        .description("Memory that bytes of uploads may hold together")
        .baseUnit("bytes")
        .register(registry);
    return storage;
  }

  private static S3Options s3Options(
      StorageOptions storage, StorageOptions.S3 options, String scope) {
    return new S3Options(
        options.bucket(),
        prefix(options.prefix()),
        scope,
        storage.allowOverwrite(),
        options.partSize(),
        new PartLimits(options.maxParts(), options.minPartSize(), options.maxPartSize()),
        S3Options.Checksum.valueOf(options.checksum().toUpperCase(Locale.ROOT)),
        options.conditionalWrites(),
        new S3Options.Encryption(options.encryption(), options.kmsKeyId()),
        options.storageClass(),
        tags(options.tags()),
        memory(options.memory()),
        options.concurrency());
  }

  private static S3Connection connection(StorageOptions.S3 options) {
    return new S3Connection(
        endpoint(options.endpoint()),
        options.region(),
        options.pathStyle(),
        options.accessKeyId(),
        options.secretAccessKey(),
        options.profile(),
        options.signPayload(),
        options.timeout(),
        options.attempts());
  }

  private static LinkOptions links(ReadOptions.Redirect redirect) {
    var endpoint = redirect.endpoint() == null ? null : URI.create(redirect.endpoint());
    return redirect.enabled() ? new LinkOptions(endpoint, redirect.lifetime()) : null;
  }

  private static URI endpoint(String text) {
    if (text == null) {
      return null;
    }
    var form = "be a URL such as https://s3.example.com, not '" + text + "'";
    try {
      var uri = URI.create(text);
      require(
          ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
              && uri.getHost() != null
              && uri.getUserInfo() == null,
          "endpoint",
          form);
      return uri;
    } catch (IllegalArgumentException e) {
      throw wrong("endpoint", form);
    }
  }

  private static String prefix(String text) {
    require(!text.startsWith("/"), "prefix", "not begin with a /");
    require(
        !text.startsWith(".longshore"), "prefix", "not begin with .longshore, which is our own");
    return text.isEmpty() || text.endsWith("/") ? text : text + "/";
  }

  private static Map<String, String> tags(String text) {
    var tags = new LinkedHashMap<String, String>();
    for (var pair : text.isBlank() ? new String[0] : text.split(",")) {
      var parts = pair.split("=", 2);
      require(
          parts.length == 2
              && !parts[0].isBlank()
              && tags.putIfAbsent(parts[0].strip(), parts[1].strip()) == null,
          "tags",
          "be key=value,key=value with each key once, not '" + text + "'");
    }
    require(tags.size() <= MOST_TAGS, "tags", "be " + MOST_TAGS + " at most, which is S3's limit");
    return tags;
  }

  private static long memory(Long bytes) {
    return bytes == null
        ? Math.max(LEAST_MEMORY, (long) (Runtime.getRuntime().maxMemory() * SHARE_OF_HEAP))
        : bytes;
  }

  private static void require(boolean holds, String option, String rule) {
    if (!holds) {
      throw wrong(option, rule);
    }
  }

  private static IllegalArgumentException wrong(String option, String rule) {
    return OptionName.of("storage.s3." + option).wrong("must " + rule);
  }
}
