package dev.longshore.service.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HolderNameTest {

  @Test
  void noTwoAreTheSameAndEachTellsItsPod() {
    assertThat(HolderName.random("media-1")).isNotEqualTo(HolderName.random("media-1"));
    assertThat(HolderName.pod(HolderName.random("media-1"))).contains("media-1");
    assertThat(HolderName.pod(HolderName.random(null))).isEmpty();
  }

  /** Redis keeps a small hash compactly up to values of 64 bytes (hash-max-listpack-value). */
  @Test
  void aLongNameOfAPodKeepsItsEnd() {
    var pod = "a".repeat(40) + "-7d9f8b6c5-x2x9k";
    var name = HolderName.random(pod);
    assertThat(name).hasSize(64);
    assertThat(pod).endsWith(HolderName.pod(name).orElseThrow());
  }
}
