package dev.longshore.service.access.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.longshore.service.access.AccessRefusedException;
import dev.longshore.service.access.AccessRequest;
import dev.longshore.service.access.Authenticator;
import dev.longshore.service.access.BearerToken;
import dev.longshore.service.access.PathRules;
import dev.longshore.service.upload.Caller;
import dev.longshore.service.upload.Quota;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows callers by signed tokens. Keys are fetched when the first token comes, kept for a while,
 * and fetched again at once for a token of a key that is not known: then the issuer has changed its
 * keys. While they can't be fetched, those fetched last hold.
 */
public final class JwtTokens implements Authenticator {

  private static final Logger LOG = LoggerFactory.getLogger(JwtTokens.class);

  /** Tokens of keys that nobody has must not have them fetched again and again. */
  private static final Duration FETCH_AT_MOST_EVERY = Duration.ofSeconds(10);

  private static final int LONGEST_OWNER = 200;

  private static final DefaultJOSEObjectTypeVerifier<SecurityContext> TYPES =
      new DefaultJOSEObjectTypeVerifier<>(
          null,
          JOSEObjectType.JWT,
          new JOSEObjectType("at+jwt"),
          new JOSEObjectType("application/at+jwt"));

  private final JwtRules rules;
  private final PathRules paths;
  private final IssuerKeys keys;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  public JwtTokens(JwtRules rules, PathRules paths) {
    this.rules = rules;
    this.paths = paths;
    this.keys = new IssuerKeys(rules.issuer(), rules.keys(), rules.tls());
    var source =
        JWKSourceBuilder.create(keys)
            .cache(rules.keysLifetime().toMillis(), IssuerKeys.patience().toMillis())
            .refreshAheadCache(false)
            .rateLimited(
                Math.min(
                    FETCH_AT_MOST_EVERY.toMillis(), rules.keysLifetime().dividedBy(2).toMillis()))
            .retrying(true)
            .outageTolerantForever()
            .build();
    var algorithms = rules.algorithms().stream().map(JWSAlgorithm::new).collect(Collectors.toSet());
    processor.setJWSTypeVerifier(TYPES);
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, source));
    processor.setJWTClaimsSetVerifier(claimsVerifier(rules));
  }

  private static DefaultJWTClaimsVerifier<SecurityContext> claimsVerifier(JwtRules rules) {
    var verifier =
        new DefaultJWTClaimsVerifier<SecurityContext>(
            Set.copyOf(rules.audiences()),
            new JWTClaimsSet.Builder().issuer(rules.issuer().toString()).build(),
            Set.of("exp"),
            null);
    verifier.setMaxClockSkew((int) rules.clockSkew().toSeconds());
    return verifier;
  }

  @Override
  public Caller authenticate(AccessRequest request) {
    var claims = Claims.of(verified(BearerToken.of(request)));
    var owner = owner(claims);
    var folders = paths.folders(name -> name.equals("owner") ? List.of(owner) : claims.texts(name));
    var quota =
        new Quota(claims.number(rules.openUploadsClaim()), claims.number(rules.openBytesClaim()));
    return Caller.owner(owner, folders, quota);
  }

  private String owner(Claims claims) {
    var texts = claims.texts(rules.ownerClaim());
    if (texts.size() != 1
        || texts.getFirst().isBlank()
        || texts.getFirst().length() > LONGEST_OWNER
        || texts.getFirst().chars().anyMatch(Character::isISOControl)) {
      throw AccessRefusedException.tokenInvalid(
          "its claim %s must be a text of 1 to %d characters"
              .formatted(rules.ownerClaim(), LONGEST_OWNER));
    }
    return texts.getFirst();
  }

  /** What a good token says. The library's own words quote the token's, so none is passed on. */
  private JWTClaimsSet verified(String token) {
    try {
      return processor.process(token, null);
    } catch (ParseException e) {
      throw AccessRefusedException.tokenInvalid("it is not a JWT");
    } catch (ExpiredJWTException e) {
      throw AccessRefusedException.tokenInvalid("it has expired");
    } catch (BadJWTException e) {
      LOG.debug("a token was refused: {}", e.getClass().getSimpleName());
      throw AccessRefusedException.tokenInvalid(
          "it is of another issuer, for another audience, not valid yet, or without exp");
    } catch (BadJOSEException | RateLimitReachedException e) {
      if (keys.isFailing()) {
        throw unavailable();
      }
      throw AccessRefusedException.tokenInvalid(
          "it is not signed, or not with a key of the issuer and an algorithm that is allowed");
    } catch (KeySourceException e) {
      throw unavailable();
    } catch (JOSEException e) {
      throw AccessRefusedException.tokenInvalid("its signature can't be checked");
    }
  }

  private static AccessRefusedException unavailable() {
    return AccessRefusedException.unavailable(
        "The keys that tokens are checked with can't be fetched at the moment. Try again.");
  }
}
