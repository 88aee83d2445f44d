package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;

/**
 * What an upload service shall be. Fields that the API server fills in from the schema's defaults
 * have the same defaults here, so that the model means the same on both sides.
 */
@ValidationRule(
    value =
        "!has(self.storage.filesystem) || has(self.storage.filesystem.claimName) ||"
            + " self.replicas <= 1 || has(self.autoscaling)",
    fieldPath = ".replicas",
    message =
        "more than one replica needs a volume that pods can share: name a ReadWriteMany claim in"
            + " spec.storage.filesystem.claimName, or set spec.replicas to 1")
@ValidationRule(
    value =
        "!has(self.autoscaling) || !has(self.storage.filesystem) ||"
            + " has(self.storage.filesystem.claimName) || self.autoscaling.maxReplicas <= 1",
    fieldPath = ".autoscaling",
    message =
        "more than one pod needs a volume that pods can share: name a ReadWriteMany claim in"
            + " spec.storage.filesystem.claimName, or use spec.storage.s3")
@ValidationRule(
    value =
        "!has(self.autoscaling) || has(self.autoscaling.podMetrics) &&"
            + " !has(self.autoscaling.targetCPUUtilizationPercentage) ||"
            + " has(self.resources.requests) && 'cpu' in self.resources.requests",
    fieldPath = ".autoscaling",
    message =
        "a share of the CPU needs a request of it: set spec.resources.requests.cpu, or use"
            + " podMetrics alone")
@ValidationRule(
    value = "!has(self.read) || !has(self.read.s3Redirect) || has(self.storage.s3)",
    fieldPath = ".read",
    message = "s3Redirect needs spec.storage.s3: there is no bucket to send readers to")
@ValidationRule(
    value =
        "self.orphanedSessions == 'Accept' || (has(self.redis.keyPrefix) =="
            + " has(oldSelf.redis.keyPrefix) && (!has(self.redis.keyPrefix) ||"
            + " self.redis.keyPrefix == oldSelf.redis.keyPrefix))",
    fieldPath = ".redis.keyPrefix",
    reason = "FieldValueForbidden",
    message =
        "cannot change: pods would no longer find the sessions of running uploads. Make a new"
            + " UploadService, or set spec.orphanedSessions to Accept together with the change")
@ValidationRule(
    value = "self.orphanedSessions == 'Accept' || self.redis.database == oldSelf.redis.database",
    fieldPath = ".redis.database",
    reason = "FieldValueForbidden",
    message =
        "cannot change: pods would no longer find the sessions of running uploads. Make a new"
            + " UploadService, or set spec.orphanedSessions to Accept together with the change")
@ValidationRule(
    value =
        "self.orphanedSessions == 'Accept' || (has(self.storage.filesystem) =="
            + " has(oldSelf.storage.filesystem) && (!has(self.storage.filesystem) ||"
            + " (has(self.storage.filesystem.claimName) =="
            + " has(oldSelf.storage.filesystem.claimName) &&"
            + " (!has(self.storage.filesystem.claimName) ||"
            + " self.storage.filesystem.claimName == oldSelf.storage.filesystem.claimName))) &&"
            + " (!has(self.storage.s3) || !has(oldSelf.storage.s3) || (self.storage.s3.bucket =="
            + " oldSelf.storage.s3.bucket && has(self.storage.s3.prefix) =="
            + " has(oldSelf.storage.s3.prefix) && (!has(self.storage.s3.prefix) ||"
            + " self.storage.s3.prefix == oldSelf.storage.s3.prefix) && has(self.storage.s3.endpoint) == has(oldSelf.storage.s3.endpoint) &&"
            + " (!has(self.storage.s3.endpoint) || self.storage.s3.endpoint =="
            + " oldSelf.storage.s3.endpoint))))",
    fieldPath = ".storage",
    reason = "FieldValueForbidden",
    message =
        "the place cannot change: sessions of running uploads would point at bytes that are no"
            + " longer there. Make a new UploadService, or set spec.orphanedSessions to Accept"
            + " together with the change")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UploadServiceSpec(
    @JsonPropertyDescription(
            "Number of pods. Any of them takes any chunk. More than one needs a storage that pods"
                + " can share.")
        @Default("1")
        @Min(0)
        @Max(1000)
        @SpecReplicas
        Integer replicas,
    @JsonPropertyDescription("The Redis that holds the sessions of running uploads.") @Required
        RedisSpec redis,
    @JsonPropertyDescription("Where uploads are stored: exactly one of its kinds.") @Required
        StorageSpec storage,
    @JsonPropertyDescription("Who may upload. Without it, whoever can reach the service.")
        AccessSpec access,
    @JsonPropertyDescription(
            "Services of yours that are asked before an upload is created or completed. Without it,"
                + " none.")
        HooksSpec hooks,
    @JsonPropertyDescription("What a client may send.") @Default("{}") LimitsSpec limits,
    @JsonPropertyDescription(
            "Lets clients read what they uploaded, at /uploads/<id>/content; {} is enough. Without"
                + " it, nobody reads through the service.")
        ReadSpec read,
    @JsonPropertyDescription(
            "How what uploads that expired, ended or were lost left in the storage is freed.")
        @Default("{}")
        CleanupSpec cleanup,
    @JsonPropertyDescription(
            "Whether a change is refused after which running uploads cannot be found again"
                + " (redis.keyPrefix, redis.database, the place of storage): Refuse, or Accept to"
                + " let such a change through. Clients then have to start their uploads again.")
        @Default("Refuse")
        OrphanedSessions orphanedSessions,
    @JsonPropertyDescription(
            "Image of the upload service, with a digest if it shall never be another. Without it, the operator's own default, which moves with"
                + " the operator's version.")
        @Size(min = 1, max = 512)
        @Pattern("^[a-z0-9][a-zA-Z0-9._:/@-]*$")
        @ValidationRule(
            value = "!self.contains('@') || self.matches('@sha256:[0-9a-f]{64}$')",
            message = "a digest is @sha256: and 64 hexadecimal digits, in lower case")
        String image,
    @JsonPropertyDescription("When a node pulls the image, as in a Pod.") @Default("IfNotPresent")
        ImagePullPolicy imagePullPolicy,
    @JsonPropertyDescription(
            "CPU and memory of each pod. Without it: requests of 100m CPU and 256Mi memory, a limit"
                + " of 256Mi memory.")
        @Default(
            "{\"requests\": {\"cpu\": \"100m\", \"memory\": \"256Mi\"}, \"limits\": {\"memory\":"
                + " \"256Mi\"}}")
        ResourcesSpec resources,
    @JsonPropertyDescription(
            "Pages of which other origins may upload from a browser. Without it, none.")
        CorsSpec cors,
    @JsonPropertyDescription(
            "TLS between clients and pods, on port 443 of the Service. Without it, cleartext on port"
                + " 80. HTTP/2 and HTTP/1.1 are spoken in either case.")
        TlsSpec tls,
    @JsonPropertyDescription("What pods log. Without it: text, from INFO on, and no requests.")
        LoggingSpec logging,
    @JsonPropertyDescription("Where traces of requests are sent to. Without it, there are none.")
        TracingSpec tracing,
    @JsonPropertyDescription(
            "Who is told what happened to uploads: created, progressed, completed, aborted, expired."
                + " Without it, nobody.")
        EventsSpec events,
    @JsonPropertyDescription("The ServiceAccount of the pods. Without it, one is made.")
        ServiceAccountSpec serviceAccount,
    @JsonPropertyDescription("The Service in front of the pods.") @Default("{}")
        ServiceSpec service,
    @JsonPropertyDescription(
            "Where pods run and what runs in them besides the service, in a Pod's own words.")
        PodTemplate podTemplate,
    @JsonPropertyDescription(
            "Lets the number of pods follow the load. spec.replicas is not looked at then. Needs a"
                + " storage that pods can share.")
        AutoscalingSpec autoscaling,
    @JsonPropertyDescription(
            "How many pods may be evicted at once. Without it: one, which never stops a node from"
                + " being drained.")
        @Default("{}")
        DisruptionBudgetSpec podDisruptionBudget,
    @JsonPropertyDescription(
            "Who may reach the pods over the network, and whom they may reach. Without it: anybody"
                + " may reach their one port, nobody another, and they may reach anybody.")
        @Default("{}")
        NetworkPolicySpec networkPolicy,
    @JsonPropertyDescription("An Ingress for uploads from outside. Without it, none.")
        IngressSpec ingress,
    @JsonPropertyDescription(
            "An HTTPRoute of the Gateway API for uploads from outside. Without it, none.")
        HttpRouteSpec httpRoute,
    @JsonPropertyDescription(
            "A ServiceMonitor or PodMonitor, as soon as the cluster has the Prometheus Operator."
                + " Without it, none.")
        MonitoringSpec monitoring,
    @JsonPropertyDescription(
            "What becomes of the pods and the other objects when the UploadService is deleted:"
                + " Delete, or Orphan to let them go on. A new UploadService of the same name takes"
                + " them over again.")
        @Default("Delete")
        DeletionPolicy deletionPolicy) {

  /** What becomes of the objects of a deleted resource. */
  public enum DeletionPolicy {
    /** They are deleted with it. */
    Delete,
    /** They stay. */
    Orphan
  }

  /** What happens to a change that would orphan running uploads. */
  public enum OrphanedSessions {
    /** The API server refuses the change. */
    Refuse,
    /** The change goes through; running uploads are lost. */
    Accept
  }

  /** As in a Pod's container. */
  public enum ImagePullPolicy {
    /** Pull at every start of a container. */
    Always,
    /** Pull when the node does not have the image. */
    IfNotPresent,
    /** Use what the node has. */
    Never
  }

  /** Fills in the schema's defaults. */
  public UploadServiceSpec {
    replicas = replicas == null ? 1 : replicas;
    limits = limits == null ? LimitsSpec.DEFAULT : limits;
    cleanup = cleanup == null ? new CleanupSpec(null) : cleanup;
    orphanedSessions = orphanedSessions == null ? OrphanedSessions.Refuse : orphanedSessions;
    imagePullPolicy = imagePullPolicy == null ? ImagePullPolicy.IfNotPresent : imagePullPolicy;
    resources = resources == null ? ResourcesSpec.DEFAULT : resources;
    service = service == null ? ServiceSpec.DEFAULT : service;
    podDisruptionBudget =
        podDisruptionBudget == null
            ? new DisruptionBudgetSpec(null, null, null)
            : podDisruptionBudget;
    networkPolicy = networkPolicy == null ? new NetworkPolicySpec(null, null, null) : networkPolicy;
    deletionPolicy = deletionPolicy == null ? DeletionPolicy.Delete : deletionPolicy;
  }
}
