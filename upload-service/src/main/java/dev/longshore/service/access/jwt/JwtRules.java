package dev.longshore.service.access.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * Which tokens are good, and what of them is looked at.
 *
 * @param issuer what {@code iss} must be; a URL
 * @param audiences what {@code aud} must name one of; not empty
 * @param keys where the issuer's keys are (RFC 7517), or null to ask the issuer (OpenID Connect
 *     Discovery 1.0, section 4)
 * @param algorithms that signatures may be made with
 * @param clockSkew how far the clocks of issuer and pods may differ
 * @param keysLifetime how long keys are kept; one that was withdrawn is good for so long
 * @param ownerClaim the claim that says whose uploads are meant
 * @param openUploadsClaim the claim with the caller's own limit of open uploads, or null
 * @param openBytesClaim the claim with the caller's own limit of their bytes, or null
 * @param tls how to fetch keys by https, or null as the JVM does
 */
public record JwtRules(
    URI issuer,
    List<String> audiences,
    URI keys,
    List<String> algorithms,
    Duration clockSkew,
    Duration keysLifetime,
    String ownerClaim,
    String openUploadsClaim,
    String openBytesClaim,
    SSLContext tls) {

  /** What Java can check by itself; none with a key that both sides know, and not "none". */
  private static final Set<JWSAlgorithm> CHECKED =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  public JwtRules {
    if (audiences.isEmpty() || algorithms.isEmpty()) {
      throw new IllegalArgumentException("an audience and an algorithm are required");
    }
    algorithms.forEach(name -> {
      if (!CHECKED.contains(new JWSAlgorithm(name))) {
        throw new IllegalArgumentException("algorithm " + name + " is not known");
      }
    });
  }
}
