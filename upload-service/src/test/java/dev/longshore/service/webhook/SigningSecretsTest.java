package dev.longshore.service.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretsTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

  /** The example of the Standard Webhooks libraries' own tests. */
  @Test
  void signsAsStandardWebhooksDo() {
    assertThat(sign(SECRET)).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void signsWithEachOfSeveralSecrets() {
    assertThat(sign(SECRET + "\n" + OTHER)).isEqualTo(sign(SECRET) + " " + sign(OTHER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hunter2hunter2hunter2hunter2", "whsec_c2hvcnQ=", "whsec_not base 64"})
  void refusesOthersWithoutQuotingThem(String text) {
    assertThatThrownBy(() -> SigningSecrets.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("openssl rand")
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("c2hvcnQ");
  }

  private static String sign(String secrets) {
    return SigningSecrets.parse(secrets)
        .sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            Instant.ofEpochSecond(1614265330),
            "{\"test\": 2432232314}");
  }
}
