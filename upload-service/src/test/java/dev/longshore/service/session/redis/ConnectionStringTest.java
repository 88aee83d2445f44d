package dev.longshore.service.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionStringTest {

  @Test
  void theShortestIsAHost() {
    var string = ConnectionString.parse("localhost");
    assertThat(string.endpoints()).containsExactly(new RedisEndpoint("localhost", 6379));
    assertThat(string.ssl()).isFalse();
    assertThat(string.abortConnect()).isTrue();
    assertThat(string.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(string.syncTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(string.connectRetry()).isEqualTo(3);
    assertThat(string.defaultDatabase()).isEmpty();
    assertThat(string.serviceName()).isEmpty();
    assertThat(string.text(ConnectionOption.PASSWORD)).isEmpty();
  }

  @Test
  void readsTheSeedsStandalone() {
    var string =
        ConnectionString.parse(
            "my-redis.example.com:6379,password=secret,ssl=true,abortConnect=false");
    assertThat(string.endpoints()).containsExactly(new RedisEndpoint("my-redis.example.com", 6379));
    assertThat(string.text(ConnectionOption.PASSWORD)).contains("secret");
    assertThat(string.ssl()).isTrue();
    assertThat(string.abortConnect()).isFalse();
    assertThat(string.sslHost()).contains("my-redis.example.com");
  }

  @Test
  void readsTheSeedsSentinels() {
    var string =
        ConnectionString.parse(
            "sentinel1.example.com:26379,sentinel2.example.com:26379,serviceName=mymaster,password=secret");
    assertThat(string.endpoints()).hasSize(2).allMatch(endpoint -> endpoint.port() == 26379);
    assertThat(string.serviceName()).contains("mymaster");
    assertThat(ConnectionString.parse("sentinel1,serviceName=mymaster").endpoints())
        .containsExactly(new RedisEndpoint("sentinel1", 26379));
  }

  @Test
  void readsTheSeedsCluster() {
    var string =
        ConnectionString.parse(
            "cluster-node1.example.com:6379,cluster-node2.example.com:6379,password=secret,abortConnect=false");
    assertThat(string.endpoints())
        .extracting(RedisEndpoint::host)
        .containsExactly("cluster-node1.example.com", "cluster-node2.example.com");
    assertThat(string.sslHost()).as("two names, no common one").isEmpty();
  }

  @Test
  void readsTheSeedsAzureAndElastiCache() {
    var azure =
        ConnectionString.parse(
            "my-cache.redis.cache.windows.net:6380,password=a+b/c==,ssl=true,abortConnect=false");
    assertThat(azure.text(ConnectionOption.PASSWORD)).contains("a+b/c==");
    assertThat(azure.endpoints().getFirst().port()).isEqualTo(6380);
    var elastiCache =
        ConnectionString.parse(
            "my-elasticache.abc123.ng.0001.use1.cache.amazonaws.com:6379,abortConnect=false");
    assertThat(elastiCache.ssl()).isFalse();
    assertThat(elastiCache.abortConnect()).isFalse();
  }

  @Test
  void azureHasOtherDefaultsAsInTheOriginal() {
    var azure = ConnectionString.parse("my-cache.redis.cache.windows.net:6380");
    assertThat(azure.ssl()).isTrue();
    assertThat(azure.abortConnect()).isFalse();
    assertThat(ConnectionString.parse("my-cache.redis.cache.windows.net:6380,ssl=false").ssl())
        .isFalse();
    assertThat(ConnectionString.parse("my-cache.redis.cache.windows.net").ssl()).isFalse();
  }

  @Test
  void readsTimeouts() {
    var string =
        ConnectionString.parse(
            "my-redis.example.com:6379,connectTimeout=1500,syncTimeout=700,abortConnect=false");
    assertThat(string.connectTimeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(string.syncTimeout()).isEqualTo(Duration.ofMillis(700));
    assertThat(ConnectionString.parse("h,asyncTimeout=300").syncTimeout())
        .isEqualTo(Duration.ofMillis(300));
    assertThat(ConnectionString.parse("h,keepAlive=17").keepAlive())
        .isEqualTo(Duration.ofSeconds(17));
    assertThat(ConnectionString.parse("h,keepAlive=-1").keepAlive())
        .isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void namesAndFlagsDoNotDependOnCaseAndSpaceIsIgnored() {
    var string =
        ConnectionString.parse(
            " h1 , SSL = True , ABORTCONNECT=no,UsEr= app ,,DefaultDatabase=3,SslHost=n,");
    assertThat(string.ssl()).isTrue();
    assertThat(string.abortConnect()).isFalse();
    assertThat(string.text(ConnectionOption.USER)).contains("app");
    assertThat(string.defaultDatabase()).hasValue(3);
    assertThat(string.sslHost()).contains("n");
    assertThat(string.endpoints()).containsExactly(new RedisEndpoint("h1", 6380));
  }

  @ParameterizedTest
  @CsvSource({
    "h,h,6379",
    "h:1,h,1",
    "10.0.0.1:7000,10.0.0.1,7000",
    "[::1]:7000,::1,7000",
    "[fe80::1],fe80::1,6379",
    "::1,::1,6379",
    "redis-master.apps.svc.cluster.local,redis-master.apps.svc.cluster.local,6379"
  })
  void readsEndpoints(String text, String host, int port) {
    assertThat(ConnectionString.parse(text).endpoints())
        .containsExactly(new RedisEndpoint(host, port));
  }

  @Test
  void tlsHasItsOwnDefaultPort() {
    assertThat(ConnectionString.parse("h,ssl=true").endpoints().getFirst().port()).isEqualTo(6380);
    assertThat(ConnectionString.parse("rediss://h").endpoints().getFirst().port()).isEqualTo(6379);
  }

  @Test
  void readsTlsVersions() {
    assertThat(ConnectionString.parse("h,ssl=true,sslProtocols=Tls12|tls13").sslProtocols())
        .containsExactly("TLSv1.2", "TLSv1.3");
    assertThat(ConnectionString.parse("h,ssl=true").sslProtocols()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "allowAdmin=true",
        "tiebreaker=",
        "configChannel=x",
        "resolveDns=true",
        "configCheckSeconds=30",
        "highPriorityThreads=true",
        "preserveAsyncOrder=false",
        "responseTimeout=5000",
        "writeBuffer=4096",
        "version=6.0",
        "setlib=false",
        "highIntegrity=true",
        "tcpKeepAlive=true",
        "checkCertificateRevocation=false",
        "proxy=None",
        "protocol=resp3",
        "channelPrefix=x",
        "connectRetry=5",
        "name=pod-1"
      })
  void takesEveryOtherOptionOfTheOriginal(String option) {
    assertThat(ConnectionString.parse("localhost," + option).endpoints()).hasSize(1);
  }

  @Test
  void readsUris() {
    var plain = ConnectionString.parse("redis://h:7000/2");
    assertThat(plain.endpoints()).containsExactly(new RedisEndpoint("h", 7000));
    assertThat(plain.defaultDatabase()).hasValue(2);
    assertThat(plain.ssl()).isFalse();
    var full =
        ConnectionString.parse(
            "rediss://user:p%40w%2Cx+y@h1:1,h2/4?timeout=3s&clientName=pod&abortConnect=false");
    assertThat(full.ssl()).isTrue();
    assertThat(full.text(ConnectionOption.USER)).contains("user");
    assertThat(full.text(ConnectionOption.PASSWORD)).contains("p@w,x+y");
    assertThat(full.endpoints())
        .containsExactly(new RedisEndpoint("h1", 1), new RedisEndpoint("h2", 6379));
    assertThat(full.syncTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(full.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(full.abortConnect()).isFalse();
    assertThat(full.text(ConnectionOption.NAME)).contains("pod");
    for (var passwordOnly : List.of("redis://:pw@h", "redis://pw@h")) {
      assertThat(ConnectionString.parse(passwordOnly).text(ConnectionOption.PASSWORD))
          .contains("pw");
      assertThat(ConnectionString.parse(passwordOnly).text(ConnectionOption.USER)).isEmpty();
    }
    assertThat(ConnectionString.parse("redis://[::1]:7/0").endpoints())
        .containsExactly(new RedisEndpoint("::1", 7));
  }

  @Test
  void readsSentinelUris() {
    var string = ConnectionString.parse("rediss-sentinel://:pw@s1,s2:26380/1#mymaster");
    assertThat(string.serviceName()).contains("mymaster");
    assertThat(string.endpoints())
        .containsExactly(new RedisEndpoint("s1", 26379), new RedisEndpoint("s2", 26380));
    assertThat(string.ssl()).isTrue();
    assertThat(string.defaultDatabase()).hasValue(1);
    assertThat(ConnectionString.parse("redis-sentinel://s1?sentinelMasterId=other").serviceName())
        .contains("other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost,pasword=hunter2 | unknown option 'pasword'; did you mean 'password'?",
        "localhost,abortconect=true | did you mean 'abortConnect'?",
        "localhost,frobnicate=1 | unknown option 'frobnicate'; known are abortConnect,",
        "localhost,syncTimeout=hunter2 | 'syncTimeout' must be a whole number of milliseconds",
        "localhost,syncTimeout=0 | 'syncTimeout' must be a whole number of milliseconds, 1 or more",
        "localhost,ssl=hunter2 | option 'ssl' must be true or false",
        "localhost,sslProtocols=Ssl3 | option 'sslProtocols' must be Tls12, Tls13",
        "localhost,defaultDatabase=-1 | option 'defaultDatabase' must be a whole number, 0 or more",
        "localhost,proxy=Twemproxy | proxies are not supported",
        "localhost,tunnel=http:h:1 | option 'tunnel' is not supported",
        "localhost,$GET=G | renamed commands ('$GET=') are not supported",
        "localhost,ssl=true,ssl=false | option 'ssl' is given twice",
        "localhost,password=hun,ter2 | a password that contains a comma must be written in a URI",
        "localhost,password=hun,ter2=x | a password that contains a comma must be written in a URI",
        "password=hun,hunter2/x | a password that contains a comma must be written in a URI",
        "user:hunter2@localhost:6379 | needs a URI, such as redis://",
        "localhost:99999 | 'localhost:99999' is not a server",
        "localhost:x | 'localhost:x' is not a server",
        "!/run/redis.sock | Unix domain sockets are not supported",
        "password=hunter2 | it names no server",
        "http://:hunter2@localhost | unknown scheme; use redis://",
        "redis-sentinel://:hunter2@localhost | names the master, as in redis-sentinel://",
        "redis://:hunter2@ | the URI's host is not host, host:port",
        "redis://:hunter2%zz@localhost | must be followed by two hexadecimal digits",
        "redis://:hunter2@localhost/x | option 'defaultDatabase' must be a whole number",
        "redis://:hunter2@localhost?timeout=x | option 'timeout' must be a time",
        "redis://:hunter2@localhost?nope=1 | unknown option 'nope'"
      })
  void whatItCanNotReadItNamesWithoutAnyValue(String text, String message) {
    assertThatThrownBy(() -> ConnectionString.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Redis connection string: ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("ter2")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", ",,"})
  void anEmptyOneIsRefused(String text) {
    assertThatThrownBy(() -> ConnectionString.parse(text)).hasMessageContaining("localhost:6379");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "h:1,user=app,password=hunter2,sentinelPassword=hunter2,ssl=true",
        "rediss://app:hunter2@h:1?sentinelPassword=hunter2"
      })
  void itsTextShowsNoPassword(String text) {
    assertThat(ConnectionString.parse(text))
        .hasToString("h:1,password=*****,sentinelPassword=*****,ssl=true,user=app");
  }
}
