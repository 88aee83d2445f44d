package dev.longshore.service.config;

import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.HttpVersion;
import io.micronaut.http.ssl.SslBuilder;
import io.micronaut.http.ssl.SslConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Optional;

/** Reads PEM files as Micronaut does, and sees that they belong together. */
final class PemKeyPair extends SslBuilder<Void> {

  private static final byte[] ANYTHING = {1, 2, 3};

  PemKeyPair() {
    super(new ResourceResolver());
  }

  /**
   * @throws GeneralSecurityException if the files can't be read as PEM, or the key is not that of
   *     the certificate
   */
  KeyStore load(Path certificate, Path key) throws IOException, GeneralSecurityException {
    var files = new SslConfiguration();
    files.getKeyStore().setCertificatePath("file:" + certificate.toAbsolutePath());
    files.getKeyStore().setKeyPath("file:" + key.toAbsolutePath());
    var store = read(files);
    var alias = store.aliases().nextElement();
    requirePair((PrivateKey) store.getKey(alias, null), store.getCertificate(alias).getPublicKey());
    return store;
  }

  private KeyStore read(SslConfiguration files) throws IOException, GeneralSecurityException {
    try {
      return getKeyStore(files).orElseThrow();
    } catch (IOException | GeneralSecurityException e) {
      throw e;
    } catch (Exception e) {
      throw new GeneralSecurityException(e.getMessage(), e);
    }
  }

  private static void requirePair(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    var signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(ANYTHING);
    var signed = signature.sign();
    signature.initVerify(certified);
    signature.update(ANYTHING);
    if (!signature.verify(signed)) {
      throw new InvalidKeyException("the key is not that of the certificate");
    }
  }

  @Override
  public Optional<Void> build(SslConfiguration ssl) {
    return Optional.empty();
  }

  @Override
  public Optional<Void> build(SslConfiguration ssl, HttpVersion version) {
    return Optional.empty();
  }
}
