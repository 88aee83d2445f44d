package dev.longshore.operator.serialization;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.List;

/**
 * Reads and writes the kinds that the operator knows. The client's own would load every kind that
 * Kubernetes has, some thousand classes.
 */
public final class LeanSerialization {

  static final List<Class<? extends KubernetesResource>> KINDS =
      List.of(
          ConfigMap.class,
          Deployment.class,
          Event.class,
          HorizontalPodAutoscaler.class,
          HTTPRoute.class,
          Ingress.class,
          Lease.class,
          NetworkPolicy.class,
          PersistentVolumeClaim.class,
          Pod.class,
          PodDisruptionBudget.class,
          PodMonitor.class,
          Secret.class,
          Service.class,
          ServiceAccount.class,
          ServiceMonitor.class,
          Status.class,
          UploadService.class);

  private LeanSerialization() {}

  /** One that shares what is the same in many objects: nobody may change what it reads. */
  public static KubernetesSerialization create() {
    var mapper = new ObjectMapper();
    mapper.registerModule(
        new SimpleModule()
            .setDeserializerModifier(new LeanObjects())
            .addDeserializer(FieldsV1.class, new SharedFields())
            .addDeserializer(String.class, new SharedStrings())
            .addDeserializer(WatchEvent.class, new WatchEventReader(KINDS)));
    var serialization = new KubernetesSerialization(mapper, false);
    KINDS.forEach(serialization::registerKubernetesResource);
    return serialization;
  }
}
