package dev.longshore.service.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID provider as far as the service sees it: discovery, keys, and tokens signed by them. */
public final class Issuer implements AutoCloseable {

  public static final String AUDIENCE = "uploads";

  private final HttpServer server;
  private final AtomicInteger fetches = new AtomicInteger();
  private final List<JWK> published = new CopyOnWriteArrayList<>();
  private volatile RSAKey key;
  private volatile boolean down;

  private Issuer(HttpServer server, RSAKey key) {
    this.server = server;
    this.key = key;
    published.add(key);
    server.createContext(
        "/.well-known/openid-configuration",
        exchange ->
            answer(exchange, "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\"}".formatted(uri())));
    server.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          answer(exchange, new JWKSet(List.copyOf(published)).toString(true));
        });
    server.start();
  }

  public static Issuer start() throws IOException, JOSEException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new Issuer(HttpServer.create(address, 0), newKey("first"));
  }

  /** One at a server that is not started yet. */
  public static Issuer at(HttpServer server) throws JOSEException {
    return new Issuer(server, newKey("first"));
  }

  private void answer(com.sun.net.httpserver.HttpExchange exchange, String json)
      throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(down ? 500 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  public static RSAKey newKey(String id) throws JOSEException {
    return new RSAKeyGenerator(2048).keyID(id).generate();
  }

  public String uri() {
    return (server instanceof HttpsServer ? "https" : "http")
        + "://127.0.0.1:"
        + server.getAddress().getPort();
  }

  /** How often the keys were asked for. */
  public int fetches() {
    return fetches.get();
  }

  /** Answers nothing but errors from now on, or again what it should. */
  public void down(boolean isDown) {
    down = isDown;
  }

  /** Signs with another key from now on, and publishes it beside those before. */
  public void rotate(String keyId) throws JOSEException {
    var next = newKey(keyId);
    published.add(next);
    key = next;
  }

  /** Publishes no key any more but the one that it signs with. */
  public void withdrawOthers() {
    published.removeIf(other -> other != key);
  }

  /** A good token, with these claims as well, or instead where it has such. */
  public String token(String subject, Map<String, Object> claims) {
    return sign(key, JWSAlgorithm.RS256, subject, claims);
  }

  public String token(String subject) {
    return token(subject, Map.of());
  }

  /** A token of any key; everything else about it is good. */
  public String sign(
      RSAKey by, JWSAlgorithm algorithm, String subject, Map<String, Object> claims) {
    var set =
        new JWTClaimsSet.Builder()
            .issuer(uri())
            .audience(AUDIENCE)
            .subject(subject)
            .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    claims.forEach(set::claim);
    try {
      var token =
          new SignedJWT(new JWSHeader.Builder(algorithm).keyID(by.getKeyID()).build(), set.build());
      token.sign(new RSASSASigner(by));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One that was good an hour ago. */
  public String expired(String subject) {
    return token(subject, Map.of("exp", Date.from(Instant.now().minusSeconds(3600))));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
