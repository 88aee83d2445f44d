package dev.longshore.service.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.events.Receiver;
import dev.longshore.service.events.Receiver.Received;
import dev.longshore.service.server.ServiceProcess;
import dev.longshore.service.session.redis.RedisCluster;
import dev.longshore.service.session.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thousand uploads through three pods that are killed at random, to a receiver that fails half of
 * the time: every change arrives, in order for each upload and signed; the stream has the same, and
 * both agree with what the clients know. {@code -Dlongshore.uploads=300 -Dlongshore.seed=...} makes
 * fewer, or the same again.
 */
class EventsUnderKillsIT {

  private static final Logger LOG = LoggerFactory.getLogger(EventsUnderKillsIT.class);
  private static final long SEED = Long.getLong("longshore.seed", System.nanoTime());
  private static final String STREAM = "{valiblob:session:}:events";
  private static final int UPLOADS = Integer.getInteger("longshore.uploads", 1000);
  private static final int CLIENTS = 12;

  @TempDir private Path folder;
  private Receiver receiver;
  private final AtomicReferenceArray<ServiceProcess> pods = new AtomicReferenceArray<>(3);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicInteger kills = new AtomicInteger();

  /** How far each upload's events were accepted, and what came before its turn. */
  private final Map<String, Long> accepted = new ConcurrentHashMap<>();

  private final List<String> tooEarly = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();

  /** What the clients know of the ends of their uploads. */
  private final Map<String, String> ends = new ConcurrentHashMap<>();

  @BeforeEach
  void start() throws IOException {
    receiver = Receiver.start();
    receiver.answer(this::answer);
  }

  @AfterEach
  void stop() throws IOException {
    for (int i = 0; i < pods.length(); i++) {
      if (pods.get(i) != null) {
        pods.get(i).close();
      }
    }
    receiver.close();
  }

  private int answer(Received event) {
    if (event.sequence() > accepted.getOrDefault(event.upload(), 0L) + 1) {
      tooEarly.add(event.id());
    }
    if (ThreadLocalRandom.current().nextBoolean()) {
      failures.incrementAndGet();
      return switch (ThreadLocalRandom.current().nextInt(8)) {
        case 0 -> Receiver.HANG;
        case 1, 2, 3 -> Receiver.CLOSE;
        default -> 500;
      };
    }
    accepted.merge(event.upload(), event.sequence(), Math::max);
    return 204;
  }

  private ServiceProcess pod(String connectionString) throws IOException {
    return ServiceProcess.start(
        folder,
        Map.ofEntries(
            Map.entry("LONGSHORE_SESSION_STORE", "redis"),
            Map.entry("LONGSHORE_SESSION_REDIS_CONNECTION_STRING", connectionString),
            Map.entry("LONGSHORE_SESSION_REDIS_SLIDING_EXPIRATION", "20s"),
            Map.entry("LONGSHORE_SESSION_LEASE_DURATION", "1s"),
            Map.entry("LONGSHORE_STORAGE_FILESYSTEM_FSYNC", "false"),
            Map.entry("LONGSHORE_EVENTS_ENABLED", "true"),
            Map.entry("LONGSHORE_EVENTS_LOOK_INTERVAL", "1s"),
            Map.entry("LONGSHORE_EVENTS_RETRY_BACKOFF", "20ms"),
            Map.entry("LONGSHORE_EVENTS_RETRY_MAX_BACKOFF", "200ms"),
            Map.entry("LONGSHORE_EVENTS_ENDPOINTS_E0_NAME", "half-broken"),
            Map.entry("LONGSHORE_EVENTS_ENDPOINTS_E0_URL", receiver.url()),
            Map.entry("LONGSHORE_EVENTS_ENDPOINTS_E0_SECRET", Receiver.SECRET),
            Map.entry("LONGSHORE_EVENTS_ENDPOINTS_E0_TIMEOUT", "500ms")));
  }

  @Test
  void everyChangeArrivesAtLeastOnceAndInOrder() throws Exception {
    try (var redis = RedisServer.start()) {
      run(UPLOADS, redis.endpoint(), redis::cli);
    }
  }

  @Test
  void alsoInACluster() throws Exception {
    try (var cluster = RedisCluster.start(3, 0)) {
      run(UPLOADS / 5, cluster.connectionString() + ",abortConnect=false", cluster::cli);
    }
  }

  private void run(int uploads, String connectionString, Function<String[], String> cli)
      throws Exception {
    for (int i = 0; i < pods.length(); i++) {
      pods.set(i, pod(connectionString));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var killer = threads.submit(() -> kill(connectionString));
      var next = new AtomicInteger();
      var clients = new ArrayList<Future<?>>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(
            threads.submit(() -> {
              for (int n = next.getAndIncrement(); n < uploads; n = next.getAndIncrement()) {
                upload(new Random(SEED + n));
              }
            }));
      }
      for (var client : clients) {
        client.get(4, TimeUnit.MINUTES);
      }
      ended.countDown();
      killer.get(1, TimeUnit.MINUTES);
    }
    await("the last expiry")
        .atMost(Duration.ofMinutes(1))
        .until(() -> cli.apply(new String[] {"HLEN", STREAM + ":open"}).equals("0"));
    await("all of them")
        .atMost(Duration.ofMinutes(1))
        .until(() -> told(stream(cli)).equals(told(received())));
    LOG.info(
        "{} uploads, {} pods killed, {} deliveries failed by the receiver, {} accepted, {} events;"
            + " seed {}",
        uploads,
        kills,
        failures,
        receiver.accepted().size(),
        stream(cli).size(),
        SEED);
    assertAllIsWell(stream(cli), uploads);
    assertThat(cli.apply(new String[] {"EXISTS", STREAM + ":dead"})).isEqualTo("0");
  }

  private void assertAllIsWell(Map<String, List<String>> stream, int uploads) {
    assertThat(receiver.accepted()).extracting(Received::problem).containsOnlyNulls();
    assertThat(tooEarly).as("events that came before their turn").isEmpty();
    assertThat(kills.get()).as("kills").isPositive();
    var types = new HashMap<String, List<String>>();
    stream.forEach((id, event) -> {
      var upload = id.substring(0, id.indexOf(':'));
      var told = types.computeIfAbsent(upload, key -> new ArrayList<>());
      told.add(event.getFirst());
      assertThat(id).as("no gap, and in order").isEqualTo(upload + ":" + told.size());
    });
    assertThat(types)
        .allSatisfy((upload, told) -> {
          assertThat(told.getFirst()).isEqualTo("created");
          assertThat(told.subList(1, told.size() - 1)).allMatch("progressed"::equals);
          assertThat(told.getLast()).isIn("completed", "aborted", "expired");
        });
    assertThat(ends).hasSize(uploads);
    ends.forEach((upload, end) -> assertThat(types.get(upload)).as(upload).endsWith(end));
    assertThat(ends.values()).contains("completed", "aborted", "expired");
  }

  private static Map<String, String> told(Map<String, List<String>> events) {
    var told = new HashMap<String, String>();
    events.forEach((id, event) -> told.put(id, event.toString()));
    return told;
  }

  private Map<String, List<String>> received() {
    var events = new HashMap<String, List<String>>();
    receiver
        .accepted()
        .forEach(event ->
            events.put(event.id(), List.of(event.type(), event.json().get("data").toString())));
    return events;
  }

  /** Type and data of the entries by their ids, in their order; field by field, a line for each. */
  private static Map<String, List<String>> stream(Function<String[], String> cli) {
    var lines = cli.apply(new String[] {"XRANGE", STREAM, "-", "+"}).lines().toList();
    var events = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < lines.size(); i += 19) {
      var fields = new HashMap<String, String>();
      for (int j = i + 1; j < i + 19; j += 2) {
        fields.put(lines.get(j), lines.get(j + 1));
      }
      assertThat(events).as("once each in the stream").doesNotContainKey(fields.get("id"));
      events.put(
          fields.get("id"),
          List.of(fields.get("type").replace("dev.longshore.upload.", ""), fields.get("data")));
    }
    return events;
  }

  /** One pod after the other, until the clients are done; the others live meanwhile. */
  private Void kill(String connectionString) throws Exception {
    var random = new Random(SEED);
    while (!ended.await(500 + random.nextInt(1500), TimeUnit.MILLISECONDS)) {
      int slot = victim(random);
      try (var pod = pods.get(slot)) {
        pod.kill();
        kills.incrementAndGet();
      }
      pods.set(slot, pod(connectionString));
    }
    return null;
  }

  /** Mostly the one that delivers, as long as it has something to deliver. */
  private int victim(Random random) {
    for (int i = 0; i < pods.length() && random.nextInt(4) > 0; i++) {
      var metrics = pods.get(i).client().get("/prometheus").text();
      if (metrics.lines().anyMatch(line -> line.matches("longshore_events_pending.* [1-9].*"))) {
        return i;
      }
    }
    return random.nextInt(pods.length());
  }

  private UploadClient anyPod() {
    return pods.get(ThreadLocalRandom.current().nextInt(pods.length())).client();
  }

  private void upload(Random random) {
    int length = 1 + random.nextInt(2000);
    var client = new PatientClient(this::anyPod);
    var upload = client.create(length);
    var id = upload.substring("/uploads/".length());
    int fate = random.nextInt(20);
    int stopAt = fate < 4 ? random.nextInt(length) : length;
    for (long offset = 0; offset < stopAt; ) {
      int chunk = (int) Math.min(stopAt - offset, 1 + random.nextInt(1000));
      offset = client.append(upload, offset, chunk);
    }
    if (fate < 2) {
      ends.put(id, "expired");
    } else if (fate < 4) {
      client.end(upload);
      ends.put(id, "aborted");
    } else {
      ends.put(id, "completed");
    }
  }
}
