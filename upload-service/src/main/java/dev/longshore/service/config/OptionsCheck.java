package dev.longshore.service.config;

import dev.longshore.service.access.PathRules;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.value.PropertyResolver;
import io.netty.util.NetUtil;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks at every option before the service listens, and ends the start with a message that names
 * the wrong one. Micronaut would take the default where it can't read a value, and would look at
 * some of them at the first upload only. The table in {@code docs/environment.md} is made of these
 * rules, too.
 */
@Context
final class OptionsCheck {

  private static final String TIME = "a time such as 30s, 24h or PT24H";
  private static final String TIME_ABOVE_0 = TIME + ", above 0";
  private static final String TIME_FROM_0 = TIME + ", from 0 on";
  private static final String BYTES = "a number of bytes from 1 on, without a unit";
  private static final String BYTES_OR_0 = "a number of bytes from 0 on, without a unit";
  private static final String URL = "a URL such as https://id.example";
  private static final String HOOK = "a URL such as https://hooks.example/upload";
  private static final String CLAIM = "the name of a claim, such as sub or limits.uploads";
  private static final String PARTS = "a number from 1 to 10000";

  /** RFC 9110, section 5.6.2. */
  private static final String TOKEN = "[-!#$%&'*+.^_`|~0-9A-Za-z]+";

  private static final String EVENT_TYPE = "created|progressed|completed|aborted|expired";

  private static final Set<String> SWITCH = Set.of("true", "false");

  static final List<Rule<?>> RULES =
      List.of(
          new Rule<>(
              "session.store",
              String.class,
              Set.of("memory", "redis")::contains,
              "memory or redis"),
          new Rule<>(
              "session.memory-expiration", Duration.class, Duration::isPositive, TIME_ABOVE_0),
          new Rule<>(
              "session.lease-duration",
              Duration.class,
              time -> time.compareTo(Duration.ofMillis(300)) >= 0,
              TIME + ", of at least 300ms"),
          new Rule<>(
              "session.lease-patience", Duration.class, time -> !time.isNegative(), TIME_FROM_0),
          new Rule<>(
              "session.redis.sliding-expiration",
              Duration.class,
              Duration::isPositive,
              TIME_ABOVE_0),
          new Rule<>(
              "session.redis.database-index",
              Integer.class,
              index -> index >= 0,
              "a number from 0 on"),
          new Rule<>(
              "storage.type",
              String.class,
              Set.of("filesystem", "s3")::contains,
              "filesystem or s3"),
          new Rule<>("storage.allow-overwrite", String.class, SWITCH::contains, "true or false"),
          new Rule<>("storage.filesystem.fsync", String.class, SWITCH::contains, "true or false"),
          new Rule<>(
              "cleanup.interval",
              Duration.class,
              time -> time.compareTo(Duration.ofSeconds(1)) >= 0,
              TIME + ", of at least 1s"),
          new Rule<>("storage.s3.path-style", String.class, SWITCH::contains, "true or false"),
          new Rule<>("storage.s3.part-size", Long.class, bytes -> bytes > 0, BYTES),
          new Rule<>("storage.s3.max-parts", Integer.class, OptionsCheck::isPartNumber, PARTS),
          new Rule<>("storage.s3.min-part-size", Long.class, bytes -> bytes > 0, BYTES),
          new Rule<>("storage.s3.max-part-size", Long.class, bytes -> bytes > 0, BYTES),
          new Rule<>(
              "storage.s3.checksum",
              String.class,
              Set.of("crc32c", "none")::contains,
              "crc32c or none"),
          new Rule<>(
              "storage.s3.conditional-writes", String.class, SWITCH::contains, "true or false"),
          new Rule<>("storage.s3.sign-payload", String.class, SWITCH::contains, "true or false"),
          new Rule<>(
              "storage.s3.encryption",
              String.class,
              Set.of("AES256", "aws:kms")::contains,
              "AES256 or aws:kms"),
          new Rule<>(
              "storage.s3.memory",
              Long.class,
              bytes -> bytes >= S3StorageFactory.LEAST_MEMORY,
              "a number of bytes from 1048576 on, without a unit"),
          new Rule<>(
              "storage.s3.concurrency",
              Integer.class,
              calls -> calls > 0 && calls <= 1000,
              "a number from 1 to 1000"),
          new Rule<>("storage.s3.timeout", Duration.class, Duration::isPositive, TIME_ABOVE_0),
          new Rule<>(
              "storage.s3.attempts",
              Integer.class,
              times -> times > 0 && times <= 20,
              "a number from 1 to 20"),
          new Rule<>(
              "cors.allowed-origins",
              String.class,
              OptionsCheck::areOrigins,
              "origins such as https://app.example, with commas between them, or *"),
          new Rule<>(
              "access.mode",
              String.class,
              Set.of("none", "tokens", "jwt", "forward-auth")::contains,
              "none, tokens, jwt or forward-auth"),
          new Rule<>(
              "access.path-prefixes",
              String.class,
              text -> areAll(text, PathRules::isTemplate),
              "folders such as users/{owner}, with commas between them"),
          new Rule<>("access.jwt.issuer", String.class, OptionsCheck::isUrl, URL),
          new Rule<>("access.jwt.jwks-url", String.class, OptionsCheck::isUrl, URL),
          new Rule<>(
              "access.jwt.algorithms",
              String.class,
              text ->
                  !text.isBlank() && areAll(text, name -> name.matches("(RS|PS|ES)(256|384|512)")),
              "of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 and ES512, with commas"
                  + " between them"),
          new Rule<>(
              "access.jwt.clock-skew", Duration.class, time -> !time.isNegative(), TIME_FROM_0),
          new Rule<>(
              "access.jwt.keys-lifetime",
              Duration.class,
              time -> time.compareTo(Duration.ofSeconds(1)) >= 0,
              TIME + ", of at least 1s"),
          new Rule<>("access.jwt.owner-claim", String.class, OptionsCheck::isClaim, CLAIM),
          new Rule<>(
              "access.jwt.max-open-uploads-claim", String.class, OptionsCheck::isClaim, CLAIM),
          new Rule<>("access.jwt.max-open-bytes-claim", String.class, OptionsCheck::isClaim, CLAIM),
          new Rule<>("access.forward-auth.url", String.class, OptionsCheck::isUrl, URL),
          new Rule<>(
              "access.forward-auth.headers",
              String.class,
              text -> areAll(text, OptionsCheck::isPassedField),
              "names of header fields, with commas between them"),
          new Rule<>(
              "access.forward-auth.owner-header",
              String.class,
              name -> name.matches(TOKEN),
              "the name of a header field"),
          new Rule<>(
              "access.forward-auth.timeout", Duration.class, Duration::isPositive, TIME_ABOVE_0),
          new Rule<>(
              "access.forward-auth.cache-time",
              Duration.class,
              time -> !time.isNegative(),
              TIME_FROM_0),
          new Rule<>("hooks.pre-create.url", String.class, OptionsCheck::isUrl, HOOK),
          new Rule<>(
              "hooks.pre-create.timeout", Duration.class, Duration::isPositive, TIME_ABOVE_0),
          new Rule<>(
              "hooks.pre-create.failure-policy",
              String.class,
              Set.of("fail", "ignore")::contains,
              "fail or ignore"),
          new Rule<>("hooks.pre-complete.url", String.class, OptionsCheck::isUrl, HOOK),
          new Rule<>(
              "hooks.pre-complete.timeout", Duration.class, Duration::isPositive, TIME_ABOVE_0),
          new Rule<>(
              "hooks.pre-complete.failure-policy",
              String.class,
              Set.of("fail", "ignore")::contains,
              "fail or ignore"),
          new Rule<>(
              "hooks.pre-create.headers",
              String.class,
              text -> areAll(text, name -> name.matches(TOKEN)),
              "names of header fields, with commas between them"),
          new Rule<>("log.format", String.class, Set.of("text", "json")::contains, "text or json"),
          new Rule<>(
              "log.level",
              String.class,
              List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF")::contains,
              "TRACE, DEBUG, INFO, WARN, ERROR or OFF"),
          new Rule<>("log.access", String.class, SWITCH::contains, "true or false"),
          new Rule<>("events.enabled", String.class, SWITCH::contains, "true or false"),
          new Rule<>(
              "events.source",
              String.class,
              OptionsCheck::isUriReference,
              "a URI reference such as /uploads"),
          new Rule<>(
              "events.progress-interval", Duration.class, time -> !time.isNegative(), TIME_FROM_0),
          new Rule<>(
              "events.max-length", Long.class, length -> length >= 100, "a number from 100 on"),
          new Rule<>(
              "events.look-interval",
              Duration.class,
              time -> time.compareTo(Duration.ofSeconds(1)) >= 0,
              TIME + ", of at least 1s"),
          new Rule<>("events.retry-backoff", Duration.class, Duration::isPositive, TIME_ABOVE_0),
          new Rule<>(
              "events.retry-max-backoff", Duration.class, Duration::isPositive, TIME_ABOVE_0),
          new Rule<>("events.max-age", Duration.class, Duration::isPositive, TIME_ABOVE_0),
          new Rule<>("tracing.enabled", String.class, SWITCH::contains, "true or false"),
          new Rule<>("admin.enabled", String.class, SWITCH::contains, "true or false"),
          new Rule<>(
              "admin.port",
              Integer.class,
              port -> port >= 0 && port <= 65535,
              "a number from 0 to 65535"),
          new Rule<>("read.enabled", String.class, SWITCH::contains, "true or false"),
          new Rule<>("read.redirect.enabled", String.class, SWITCH::contains, "true or false"),
          new Rule<>(
              "read.redirect.lifetime",
              Duration.class,
              time ->
                  time.compareTo(Duration.ofSeconds(1)) >= 0
                      && time.compareTo(Duration.ofDays(7)) <= 0,
              TIME + ", from 1s to 168h"),
          new Rule<>("read.redirect.endpoint", String.class, OptionsCheck::isUrl, URL),
          new Rule<>("tls.enabled", String.class, SWITCH::contains, "true or false"),
          new Rule<>("limits.max-upload-size", Long.class, bytes -> bytes > 0, BYTES),
          new Rule<>("limits.max-chunk-size", Long.class, bytes -> bytes > 0, BYTES),
          new Rule<>("limits.min-upload-size", Long.class, bytes -> bytes >= 0, BYTES_OR_0),
          new Rule<>("limits.min-chunk-size", Long.class, bytes -> bytes >= 0, BYTES_OR_0),
          new Rule<>("limits.max-open-uploads", Long.class, n -> n >= 0, "a number from 0 on"),
          new Rule<>("limits.max-open-bytes", Long.class, bytes -> bytes >= 0, BYTES_OR_0),
          new Rule<>(
              "limits.request-rate",
              Double.class,
              rate -> rate >= 0 && rate <= 1e6,
              "a number from 0 to 1000000"),
          new Rule<>(
              "limits.request-burst",
              Integer.class,
              burst -> burst > 0 && burst <= 1_000_000,
              "a number from 1 to 1000000"),
          new Rule<>(
              "limits.max-auth-failures-per-minute",
              Integer.class,
              failures -> failures >= 0 && failures <= 1_000_000,
              "a number from 0 to 1000000"),
          new Rule<>(
              "limits.allowed-content-types",
              String.class,
              text -> areAll(text, OptionsCheck::isMediaRange),
              "media types such as image/*, with commas between them"),
          new Rule<>(
              "limits.trusted-proxies",
              String.class,
              text -> areAll(text, OptionsCheck::isNetwork),
              "networks such as 10.0.0.0/8, with commas between them"),
          new Rule<>("limits.min-body-rate", Long.class, bytes -> bytes >= 0, BYTES_OR_0),
          new Rule<>(
              "limits.min-body-rate-window",
              Duration.class,
              time -> time.compareTo(Duration.ofSeconds(1)) >= 0,
              TIME + ", of at least 1s"),
          new Rule<>(
              "limits.header-timeout", Duration.class, time -> !time.isNegative(), TIME_FROM_0));

  /** What stands before these is {@code events.endpoints.} and a key. */
  static final List<Rule<?>> OF_AN_ENDPOINT =
      List.of(
          new Rule<>("url", String.class, OptionsCheck::isUrl, URL),
          new Rule<>(
              "types",
              String.class,
              text -> areAll(text, name -> name.matches(EVENT_TYPE)),
              "of created, progressed, completed, aborted and expired, with commas between them"),
          new Rule<>("timeout", Duration.class, Duration::isPositive, TIME_ABOVE_0));

  OptionsCheck(PropertyResolver properties) {
    RULES.forEach(rule -> rule.check(properties));
    var endpoints = "events.endpoints";
    for (var key : properties.getPropertyEntries("longshore." + endpoints)) {
      var prefix = endpoints + "." + key + ".";
      OF_AN_ENDPOINT.forEach(rule -> rule.below(prefix).check(properties));
    }
  }

  private static boolean isPartNumber(int number) {
    return number > 0 && number <= 10_000;
  }

  /** An origin is a scheme, a host and a port, without a path (RFC 6454, section 6.2). */
  private static boolean areOrigins(String text) {
    return text.strip().equals("*")
        || areAll(text, origin -> origin.matches("https?://[^/?#,\\s]+"));
  }

  private static boolean isUrl(String text) {
    try {
      var uri = URI.create(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isUriReference(String text) {
    try {
      return !text.isBlank() && !URI.create(text).toString().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isClaim(String text) {
    return !text.isBlank() && text.chars().noneMatch(c -> c < ' ' || c == '"' || c == '\\');
  }

  /** What a request to the hook may not have from elsewhere, Java's HTTP client refuses. */
  private static boolean isPassedField(String name) {
    return name.matches(TOKEN)
        && !name.matches("(?i)connection|content-length|expect|host|upgrade|x-forwarded-.*");
  }

  private static boolean isMediaRange(String text) {
    return text.equals("*/*") || text.matches(TOKEN + "/(\\*|" + TOKEN + ")");
  }

  private static boolean isNetwork(String text) {
    var parts = text.split("/", -1);
    if (parts.length != 2 || !parts[1].matches("\\d{1,3}")) {
      return false;
    }
    int most = NetUtil.isValidIpV4Address(parts[0]) ? 32 : 128;
    return (most == 32 || NetUtil.isValidIpV6Address(parts[0]))
        && Integer.parseInt(parts[1]) <= most;
  }

  private static boolean areAll(String text, Predicate<String> each) {
    return text.isBlank() || Arrays.stream(text.split(",")).map(String::strip).allMatch(each);
  }

  /**
   * What an option must be.
   *
   * @param option its name without {@code longshore.}
   * @param form what is expected, for a person
   */
  record Rule<T>(String option, Class<T> type, Predicate<T> holds, String form) {

    Rule<T> below(String prefix) {
      return new Rule<>(prefix + option, type, holds, form);
    }

    void check(PropertyResolver properties) {
      var property = "longshore." + option;
      if (properties.containsProperty(property)
          && properties.getProperty(property, type).filter(holds).isEmpty()) {
        throw new OptionName(property)
            .wrong(
                "must be %s, not '%s'"
                    .formatted(form, properties.getProperty(property, String.class).orElse("")));
      }
    }
  }
}
