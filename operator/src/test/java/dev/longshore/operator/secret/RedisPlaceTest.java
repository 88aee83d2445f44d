package dev.longshore.operator.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisPlaceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis:6379,user=a,password=b | redis.apps:6379",
        "REDIS , password=c=d | redis.apps:6379",
        "redis://u:p%40w@redis:6379/0 | redis.apps:6379",
        "b.example.com:1,a.example.com:2,ssl=true | a.example.com:2,b.example.com:1",
        "rediss://a.example.com | a.example.com:6379"
      })
  void isTheSameHoweverItIsWritten(String connectionString, String place) {
    assertThat(RedisPlace.of(connectionString, "apps")).isEqualTo(place);
  }

  @Test
  void holdsNothingOfHowToGetIn() {
    assertThat(RedisPlace.of("redis://user:s3cret@redis/0?password=s3cret", "apps"))
        .doesNotContain("s3cret", "user");
    assertThat(RedisPlace.of("redis,password=s3cret", "apps")).doesNotContain("s3cret");
  }

  @Test
  void anotherNamespacesServiceOfTheSameNameIsAnotherPlace() {
    assertThat(RedisPlace.of("redis", "a")).isNotEqualTo(RedisPlace.of("redis", "b"));
  }
}
