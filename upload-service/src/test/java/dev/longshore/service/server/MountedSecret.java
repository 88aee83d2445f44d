package dev.longshore.service.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A Secret as the kubelet mounts it: files are links through a link that it replaces. */
public final class MountedSecret {

  private final Path folder;
  private int versions;

  public MountedSecret(Path folder) {
    this.folder = folder;
  }

  public Path certificate() {
    return folder.resolve("tls.crt");
  }

  public Path key() {
    return folder.resolve("tls.key");
  }

  /** Puts a new self-signed certificate in the place of what is there. */
  public void put(String name, String keyType) throws Exception {
    var version = newVersion();
    openssl(
        version,
        "req -x509 -nodes -days 2 -subj /CN="
            + name
            + " -addext"
            + " subjectAltName=DNS:localhost,IP:127.0.0.1 -newkey "
            + keyType
            + " -keyout tls.key -out tls.crt");
    publish(version);
  }

  /** As {@link #put}, with the key in the older form of RSA keys, PKCS#1. */
  public void putPkcs1(String name) throws Exception {
    put(name, "rsa:2048");
    var version = newVersion();
    Files.copy(certificate(), version.resolve("tls.crt"));
    openssl(version, "rsa -traditional -in " + key().toRealPath() + " -out tls.key");
    publish(version);
  }

  /** Puts the certificate of another key beside the key that is there. */
  public void putMismatch(String name) throws Exception {
    var key = Files.readAllBytes(key());
    var version = newVersion();
    openssl(
        version,
        "req -x509 -nodes -days 2 -subj /CN="
            + name
            + " -newkey rsa:2048 -keyout other.key -out tls.crt");
    Files.write(version.resolve("tls.key"), key);
    publish(version);
  }

  /** Puts files in the place of what is there. */
  public void putFiles(Map<String, String> files) throws IOException {
    var version = newVersion();
    for (var file : files.entrySet()) {
      Files.writeString(version.resolve(file.getKey()), file.getValue());
    }
    publish(version);
  }

  private Path newVersion() throws IOException {
    return Files.createDirectories(folder.resolve("..version-" + ++versions));
  }

  private void publish(Path version) throws IOException {
    var link = folder.resolve("..data_tmp");
    Files.createSymbolicLink(link, version.getFileName());
    Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    try (var files = Files.list(version)) {
      for (var file : files.map(Path::getFileName).toList()) {
        if (!Files.isSymbolicLink(folder.resolve(file))) {
          Files.createSymbolicLink(folder.resolve(file), Path.of("..data").resolve(file));
        }
      }
    }
    try (var links = Files.list(folder)) {
      for (var gone : links.filter(file -> !Files.exists(file)).toList()) {
        Files.delete(gone);
      }
    }
  }

  private static void openssl(Path directory, String arguments) throws Exception {
    var process =
        new ProcessBuilder(("openssl " + arguments).split(" "))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new AssertionError(output);
    }
  }
}
