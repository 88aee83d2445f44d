package dev.longshore.e2e.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;

/**
 * A way from this machine to one pod, or to all pods of a Service: a Service of its own at a node
 * port. For one pod it has no selector and a hand-made EndpointSlice, so that readiness does not
 * matter.
 *
 * @param cluster the cluster that it leads into
 * @param service the Service that was made for it
 * @param url where it begins, ending in a slash
 */
public record Door(Cluster cluster, Service service, URI url) implements AutoCloseable {
  private static final int HTTP = 8080;

  /** Opens a door to one pod and waits until the pod answers through it. */
  public static Door toPod(Cluster cluster, Pod pod) {
    Door door = open(cluster, pod.getMetadata().getNamespace(), Map.of());
    cluster.client().resource(endpoint(door.service(), pod.getStatus().getPodIP())).create();
    return door.awaitAnswer();
  }

  /** Opens a door to the ready pods that a Service selects and waits until one answers. */
  public static Door toService(Cluster cluster, Service target) {
    return open(cluster, target.getMetadata().getNamespace(), target.getSpec().getSelector())
        .awaitAnswer();
  }

  private static Door open(Cluster cluster, String namespace, Map<String, String> selector) {
    int port = cluster.ports().take();
    Service service =
        new ServiceBuilder()
            .withNewMetadata()
            .withName("door-" + port)
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .withType("NodePort")
            .withSelector(selector.isEmpty() ? null : selector)
            .addNewPort()
            .withName("http")
            .withPort(HTTP)
            .withTargetPort(new IntOrString(HTTP))
            .withNodePort(port)
            .endPort()
            .endSpec()
            .build();
    return new Door(cluster, cluster.client().resource(service).create(), cluster.url(port));
  }

  private static EndpointSlice endpoint(Service service, String address) {
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withName(service.getMetadata().getName())
        .withNamespace(service.getMetadata().getNamespace())
        .addToLabels("kubernetes.io/service-name", service.getMetadata().getName())
        .endMetadata()
        .withAddressType("IPv4")
        .addNewEndpoint()
        .withAddresses(address)
        .withNewConditions()
        .withReady(true)
        .endConditions()
        .endEndpoint()
        .addNewPort()
        .withName("http")
        .withPort(HTTP)
        .withProtocol("TCP")
        .endPort()
        .build();
  }

  private Door awaitAnswer() {
    await("an answer at " + url).atMost(30, SECONDS).until(this::answers);
    return this;
  }

  private boolean answers() {
    try {
      var connection = (HttpURLConnection) url.resolve("health/liveness").toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(2000);
      return connection.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Takes the Service away; the node port is free for another door. */
  @Override
  public void close() {
    cluster.client().resource(service).withTimeout(10, SECONDS).delete();
    cluster.ports().giveBack(service.getSpec().getPorts().getFirst().getNodePort());
  }
}
