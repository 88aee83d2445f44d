package dev.longshore.service.session.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A certificate authority and a server's certificate, made by openssl for one test. */
record Certificates(Path directory) {

  /** Makes a server certificate for these names, such as {@code DNS:localhost}. */
  static Certificates make(Path directory, String names) {
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

  Path ca() {
    return directory.resolve("trusted/ca.crt");
  }

  /** The server's options; clients need no certificate of their own. */
  String[] serverOptions() {
    return new String[] {
      "--tls-cert-file", directory.resolve("server.crt").toString(),
      "--tls-key-file", directory.resolve("server.key").toString(),
      "--tls-ca-cert-file", ca().toString(),
      "--tls-auth-clients", "no"
    };
  }

  private void openssl(String arguments) {
    var words = ("openssl " + arguments.replace("%s", directory.toString())).split(" ");
    RedisServer.run(List.of(words));
  }
}
