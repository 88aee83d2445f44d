package dev.longshore.service.access.jwt;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetParseException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches the keys of an issuer, finding out first where they are unless that is said. */
final class IssuerKeys implements JWKSetSource<SecurityContext> {

  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(3);
  private static final int MOST_BYTES = 1 << 20;
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final String issuer;
  private final URI keys;
  private final DefaultResourceRetriever http;
  private volatile boolean failing;

  /**
   * @param tls how to fetch by https, or null as the JVM does
   */
  IssuerKeys(URI issuer, URI keys, SSLContext tls) {
    this.issuer = issuer.toString();
    this.keys = keys;
    this.http =
        new DefaultResourceRetriever(
            (int) CONNECT.toMillis(),
            (int) READ.toMillis(),
            MOST_BYTES,
            true,
            tls == null ? null : tls.getSocketFactory());
  }

  /** Longest time that fetching takes. */
  static Duration patience() {
    return CONNECT.plus(READ).multipliedBy(4);
  }

  /** Whether the last try to get the keys failed, so that a key that is not known may be new. */
  boolean isFailing() {
    return failing;
  }

  @Override
  public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, SecurityContext context)
      throws JWKSetUnavailableException, JWKSetParseException {
    boolean failed = true;
    try {
      var place = keys == null ? discover() : keys;
      var set = JWKSet.parse(http.retrieveResource(place.toURL()).getContent());
      failed = false;
      return set;
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("keys of {} can't be fetched: {}", issuer, e.toString());
      throw new JWKSetUnavailableException("the issuer's keys can't be fetched", e);
    } catch (ParseException e) {
      LOG.warn("keys of {} can't be read: {}", issuer, e.getMessage());
      throw new JWKSetUnavailableException("the issuer's keys can't be read", e);
    } finally {
      failing = failed;
    }
  }

  private URI discover() throws IOException, ParseException {
    var place = URI.create(issuer.replaceAll("/$", "") + DISCOVERY);
    var answer = JSONObjectUtils.parse(http.retrieveResource(place.toURL()).getContent());
    if (!issuer.equals(JSONObjectUtils.getString(answer, "issuer"))) {
      throw new IOException(place + " is of another issuer, which must be exactly " + issuer);
    }
    var found = JSONObjectUtils.getString(answer, "jwks_uri");
    if (found == null) {
      throw new IOException(place + " does not say jwks_uri");
    }
    return URI.create(found);
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
