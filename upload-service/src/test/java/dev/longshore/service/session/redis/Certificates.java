package dev.longshore.service.session.redis;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority and a server's certificate, made by openssl for one test. */
public record Certificates(Path directory) {

  /** Makes a server certificate for these names, such as {@code DNS:localhost}. */
  public static Certificates make(Path directory, String names) {
    var certificates = new Certificates(directory);
    try {
      Files.createDirectories(directory.resolve("trusted"));
      Files.writeString(directory.resolve("names"), "subjectAltName=" + names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    certificates.openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test-ca -keyout %s/ca.key -out %s/trusted/ca.crt");
    certificates.openssl(
        "req -newkey rsa:2048 -nodes -subj /CN=redis -keyout %s/server.key -out %s/server.csr");
    certificates.openssl(
        "x509 -req -days 2 -in %s/server.csr -CA %s/trusted/ca.crt -CAkey %s/ca.key -CAcreateserial"
            + " -extfile %s/names -out %s/server.crt");
    return certificates;
  }

  public Path ca() {
    return directory.resolve("trusted/ca.crt");
  }

  /** What the server says who it is with. */
  public Path certificate() {
    return directory.resolve("server.crt");
  }

  public Path key() {
    return directory.resolve("server.key");
  }

  /** The server's options; clients need no certificate of their own. */
  String[] serverOptions() {
    return new String[] {
      "--tls-cert-file", certificate().toString(),
      "--tls-key-file", key().toString(),
      "--tls-ca-cert-file", ca().toString(),
      "--tls-auth-clients", "no"
    };
  }

  /** A server by https on a free loopback port that has the certificate. */
  public HttpServer https() {
    openssl(
        "pkcs12 -export -in %s/server.crt -inkey %s/server.key -out %s/server.p12 -passout pass:test");
    try (var in = Files.newInputStream(directory.resolve("server.p12"))) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(in, "test".toCharArray());
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, "test".toCharArray());
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var server = HttpsServer.create(address, 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return server;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void openssl(String arguments) {
    var words = ("openssl " + arguments.replace("%s", directory.toString())).split(" ");
    RedisServer.run(List.of(words));
  }
}
