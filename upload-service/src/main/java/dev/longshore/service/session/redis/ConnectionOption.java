package dev.longshore.service.session.redis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The options of a StackExchange.Redis connection string ({@code ConfigurationOptions.OptionKeys}).
 * Names are compared without regard to case.
 */
public enum ConnectionOption {
  ABORT_CONNECT("abortConnect", Form.FLAG),
  ASYNC_TIMEOUT("asyncTimeout", Form.MILLIS),
  CHANNEL_PREFIX("channelPrefix", Form.TEXT),
  CONNECT_RETRY("connectRetry", Form.COUNT),
  CONNECT_TIMEOUT("connectTimeout", Form.MILLIS),
  DEFAULT_DATABASE("defaultDatabase", Form.COUNT),
  KEEP_ALIVE("keepAlive", Form.SECONDS),
  NAME("name", Form.TEXT),
  PASSWORD("password", Form.TEXT),
  PROTOCOL("protocol", Form.PROTOCOL),
  SENTINEL_PASSWORD("sentinelPassword", Form.TEXT),
  SENTINEL_USER("sentinelUser", Form.TEXT),
  SERVICE_NAME("serviceName", Form.TEXT),
  SSL("ssl", Form.FLAG),
  SSL_HOST("sslHost", Form.TEXT),
  SSL_PROTOCOLS("sslProtocols", Form.TLS_VERSIONS),
  SYNC_TIMEOUT("syncTimeout", Form.MILLIS),
  USER("user", Form.TEXT),

  // Read and then ignored: they tune or name what this client does not have.
  ALLOW_ADMIN("allowAdmin", Form.FLAG),
  CHECK_CERTIFICATE_REVOCATION("checkCertificateRevocation", Form.FLAG),
  CONFIG_CHANNEL("configChannel", Form.TEXT),
  CONFIG_CHECK_SECONDS("configCheckSeconds", Form.SECONDS),
  HIGH_INTEGRITY("highIntegrity", Form.FLAG),
  HIGH_PRIORITY_THREADS("highPriorityThreads", Form.TEXT),
  PRESERVE_ASYNC_ORDER("preserveAsyncOrder", Form.TEXT),
  PROXY("proxy", Form.NO_PROXY),
  RESOLVE_DNS("resolveDns", Form.FLAG),
  RESPONSE_TIMEOUT("responseTimeout", Form.TEXT),
  SET_LIBRARY("setlib", Form.FLAG),
  TCP_KEEP_ALIVE("tcpKeepAlive", Form.FLAG),
  TIE_BREAKER("tiebreaker", Form.TEXT),
  VERSION("version", Form.TEXT),
  WRITE_BUFFER("writeBuffer", Form.TEXT);

  /** What a value must look like, and how to say so without repeating it. */
  enum Form {
    TEXT(".*", "a text"),
    FLAG("(?i)true|false|yes|no|on|off|1|0", "true or false"),
    COUNT("\\d{1,9}", "a whole number, 0 or more"),
    MILLIS("0*[1-9]\\d{0,8}", "a whole number of milliseconds, 1 or more"),
    SECONDS("-1|\\d{1,6}", "a whole number of seconds"),
    PROTOCOL("(?i)resp2|resp3|2|3|2\\.0|3\\.0", "resp2 or resp3"),
    TLS_VERSIONS(
        "(?i)(none|tls12|tls13)(\\s*\\|\\s*(none|tls12|tls13))*",
        "Tls12, Tls13 or both as Tls12|Tls13"),
    NO_PROXY("(?i)none", "None: proxies are not supported");

    private final String pattern;
    private final String description;

    Form(String pattern, String description) {
      this.pattern = pattern;
      this.description = description;
    }
  }

  private final String key;
  private final Form form;

  ConnectionOption(String key, Form form) {
    this.key = key;
    this.form = form;
  }

  /** The option's name as StackExchange.Redis spells it. */
  public String key() {
    return key;
  }

  static Optional<ConnectionOption> named(String name) {
    return Arrays.stream(values()).filter(o -> o.key.equalsIgnoreCase(name)).findFirst();
  }

  /** Never repeats the value: what a misread password left over may stand in it. */
  String checked(String value) {
    if (!value.matches(form.pattern)) {
      throw ConnectionString.invalid("option '%s' must be %s".formatted(key, form.description));
    }
    return value;
  }

  /** What to say of a name that is no option. */
  static String advice(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    var near =
        Arrays.stream(values())
            .filter(o -> distance(lower, o.key.toLowerCase(Locale.ROOT)) <= 3)
            .sorted(Comparator.comparingInt(o -> distance(lower, o.key.toLowerCase(Locale.ROOT))))
            .map(o -> "'" + o.key + "'")
            .limit(3)
            .collect(Collectors.joining(", "));
    return near.isEmpty()
        ? "known are " + Arrays.stream(values()).map(o -> o.key).collect(Collectors.joining(", "))
        : "did you mean " + near + "?";
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
