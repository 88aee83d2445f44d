package dev.longshore.service.storage.s3;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signature version 4 that leaves the body out over plain HTTP too, as the SDK does over TLS only.
 * The SHA-256 of every byte would cost more than all the rest; a checksum is sent anyway.
 */
final class UnsignedPayload implements AwsV4AuthScheme {

  private final AwsV4AuthScheme standard = AwsV4AuthScheme.create();

  @Override
  public String schemeId() {
    return standard.schemeId();
  }

  @Override
  public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
    return standard.identityProvider(providers);
  }

  @Override
  public AwsV4HttpSigner signer() {
    var signer = standard.signer();
    return new AwsV4HttpSigner() {
      @Override
      public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        if (request.hasProperty(CHECKSUM_ALGORITHM)) {
          return signer.sign(request); // It makes the checksum too, for which it needs the body.
        }
        // Without a body there is nothing to hash.
        var signed = signer.sign(request.copy(b -> b.payload(null)));
        return request.payload().isEmpty()
            ? signed
            : SignedRequest.builder()
                .request(signed.request())
                .payload(request.payload().get())
                .build();
      }

      @Override
      public CompletableFuture<AsyncSignedRequest> signAsync(
          AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        return signer.signAsync(request);
      }
    };
  }
}
