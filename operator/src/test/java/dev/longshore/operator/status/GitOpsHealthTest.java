package dev.longshore.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.api.v1alpha1.UploadServiceStatus;
import dev.longshore.operator.condition.Reason;
import dev.longshore.operator.pod.PodTrouble;
import dev.longshore.operator.secret.SecretState;
import dev.longshore.operator.secret.SecretUse;
import dev.longshore.operator.volume.VolumeState;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/**
 * What Argo CD makes of a resource in every state, by the Lua that it is given for it, and what
 * Flux makes of it, by the library that it waits by.
 */
class GitOpsHealthTest {

  private static final Path LUA = Path.of("..", "examples", "argocd", "health.lua");
  private static final String READY_PODS =
      "{observedGeneration: 2, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1}";

  @TempDir private static Path folder;
  private static Kstatus kstatus;

  @BeforeAll
  static void buildKstatus() throws Exception {
    kstatus = Kstatus.in(folder);
  }

  /** A resource, and how it is. */
  record State(String name, UploadService service, String health, String kstatus) {

    State(String name, UploadService service, String health) {
      this(
          name,
          service,
          health,
          Map.of("Progressing", "InProgress", "Degraded", "Failed", "Healthy", "Current")
              .get(health));
    }

    @Override
    public String toString() {
      return name + " is " + health + " and " + kstatus;
    }
  }

  static Stream<State> states() {
    var found = new SecretState.Found(Map.of("redis", "digest"));
    var missing = new SecretState.SecretMissing(SecretUse.of(service()).getFirst());
    var crash = Optional.of(new PodTrouble(Reason.PodCrashing, "wrong option"));
    var conflict = Optional.of(Blocker.nameConflict("taken"));
    var none = Optional.<Blocker>empty();
    return Stream.of(
        new State("one that nobody has looked at", service(), "Progressing"),
        state(
            "without its Secret",
            missing,
            "{}",
            Optional.empty(),
            Blocker.of(service(), missing),
            "Progressing"),
        state(
            "rolling out", found, "{observedGeneration: 1}", Optional.empty(), none, "Progressing"),
        state(
            "with a pod that crashes",
            found,
            "{observedGeneration: 2}",
            crash,
            none,
            "Progressing"),
        state(
            "past its deadline",
            found,
            "{observedGeneration: 2, conditions: [{type: Progressing, status: 'False', message: late}]}",
            crash,
            none,
            "Degraded"),
        state("with a conflict", found, READY_PODS, Optional.empty(), conflict, "Degraded"),
        state("ready", found, READY_PODS, Optional.empty(), none, "Healthy"),
        new State("ready, then changed", changed(ready()), "Progressing"),
        new State("paused", paused(ready()), "Suspended", "Current"),
        new State("paused, then changed", changed(paused(ready())), "Suspended", "InProgress"));
  }

  @ParameterizedTest
  @MethodSource("states")
  void argoReadsIt(State state) throws IOException {
    var lua = JsePlatform.standardGlobals();
    lua.set("obj", lua(Serialization.jsonMapper().valueToTree(state.service())));

    var health = lua.load(Files.readString(LUA), "health.lua").call();

    assertThat(health.get("status").tojstring()).isEqualTo(state.health());
    assertThat(health.get("message").tojstring()).isNotEmpty();
  }

  @Test
  void argosConfigMapHasTheSameLua() throws IOException {
    var config =
        Serialization.unmarshal(
            Files.readString(LUA.resolveSibling("argocd-cm.yaml")), ConfigMap.class);

    assertThat(config.getData())
        .containsEntry(
            "resource.customizations.health.longshore.dev_UploadService", Files.readString(LUA));
  }

  @ParameterizedTest
  @MethodSource("states")
  void fluxReadsIt(State state) throws Exception {
    var said = kstatus.of(Serialization.asJson(state.service()));

    assertThat(said).startsWith(state.kstatus() + " ");
  }

  private static State state(
      String name,
      SecretState secret,
      String deploymentStatus,
      Optional<PodTrouble> trouble,
      Optional<Blocker> blocker,
      String health) {
    var service = service();
    var deployment =
        Serialization.unmarshal(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: media, namespace: apps, generation: 2}
            spec: {replicas: 1}
            status: %s
            """
                .formatted(deploymentStatus),
            Deployment.class);
    var seen =
        Observation.before(
            secret, new VolumeState.Usable(true, true), Optional.of(deployment), trouble, blocker);
    service.setStatus(StatusReport.of(service, seen, Instant.EPOCH));
    return new State(name, service, health);
  }

  private static UploadService ready() {
    return state(
            "ready",
            new SecretState.Found(Map.of("redis", "digest")),
            READY_PODS,
            Optional.empty(),
            Optional.empty(),
            "Healthy")
        .service();
  }

  private static UploadService changed(UploadService service) {
    service.getMetadata().setGeneration(service.getMetadata().getGeneration() + 1);
    return service;
  }

  private static UploadService paused(UploadService service) {
    service.setStatus(StatusReport.paused(service, Instant.EPOCH));
    return service;
  }

  /** As the API server hands it out before the operator has seen it. */
  private static UploadService service() {
    var service =
        Serialization.unmarshal(
            """
            apiVersion: longshore.dev/v1alpha1
            kind: UploadService
            metadata: {name: media, namespace: apps, generation: 5}
            spec:
              redis: {secretRef: {name: app-secrets}}
              storage: {filesystem: {ephemeral: {}}}
            """,
            UploadService.class);
    service.setStatus(new UploadServiceStatus(-1L, null, null, null, null, null));
    return service;
  }

  private static LuaValue lua(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var table = new LuaTable();
        node.properties().forEach(field -> table.set(field.getKey(), lua(field.getValue())));
        yield table;
      }
      case ARRAY ->
          LuaValue.listOf(
              Stream.iterate(0, i -> i < node.size(), i -> i + 1)
                  .map(i -> lua(node.get(i)))
                  .toArray(LuaValue[]::new));
      case NUMBER -> LuaValue.valueOf(node.asInt());
      case BOOLEAN -> LuaValue.valueOf(node.asBoolean());
      case STRING -> LuaValue.valueOf(node.asText());
      default -> LuaValue.NIL;
    };
  }
}
