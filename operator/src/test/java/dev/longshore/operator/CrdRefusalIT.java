package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longshore.operator.cluster.Cluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server refuses a wrong resource, and says which field and which rule. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrdRefusalIT {

  private static final String REDIS = "redis: {secretRef: {name: app-secrets}}\n";
  private static final String STORAGE = "storage: {filesystem: {claimName: uploads}}\n";

  private Cluster cluster;

  @BeforeAll
  void connect() {
    cluster = Cluster.create();
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        row("no redis", STORAGE, "spec.redis", "Required value"),
        row("no storage", REDIS, "spec.storage", "Required value"),
        row("no Secret", "redis: {}\n" + STORAGE, "spec.redis.secretRef", "Required value"),
        row(
            "a Secret without a name",
            "redis: {secretRef: {key: k}}\n" + STORAGE,
            "spec.redis.secretRef.name",
            "Required value"),
        row(
            "an empty name of a Secret",
            "redis: {secretRef: {name: ''}}\n" + STORAGE,
            "spec.redis.secretRef.name",
            "should match"),
        row(
            "a name that no Secret can have",
            "redis: {secretRef: {name: App_Secrets}}\n" + STORAGE,
            "spec.redis.secretRef.name",
            "should match"),
        row(
            "a key that no Secret can have",
            "redis: {secretRef: {name: a, key: 'a key'}}\n" + STORAGE,
            "spec.redis.secretRef.key",
            "should match"),
        redis("keyPrefix: '{media}:'", "spec.redis.keyPrefix", "should match"),
        redis("keyPrefix: 'media:*'", "spec.redis.keyPrefix", "should match"),
        redis("keyPrefix: ''", "spec.redis.keyPrefix", "should match"),
        redis("keyPrefix: '" + "k".repeat(129) + "'", "spec.redis.keyPrefix", "more than 128"),
        redis("sessionTtl: 1d", "spec.redis.sessionTtl", "should match"),
        redis("sessionTtl: forever", "spec.redis.sessionTtl", "should match"),
        redis("sessionTtl: 30s", "spec.redis.sessionTtl", "between 1m and 8760h"),
        redis("sessionTtl: 9000h", "spec.redis.sessionTtl", "between 1m and 8760h"),
        redis("sessionTtl: 24", "spec.redis.sessionTtl", "must be of type string"),
        redis("leaseDuration: 500ms", "spec.redis.leaseDuration", "should match"),
        redis("leaseDuration: 0s", "spec.redis.leaseDuration", "between 1s and 5m"),
        redis("leaseDuration: 6m", "spec.redis.leaseDuration", "between 1s and 5m"),
        redis("database: -1", "spec.redis.database", "greater than or equal to 0"),
        redis("database: 16384", "spec.redis.database", "less than or equal to 16383"),
        redis("database: first", "spec.redis.database", "must be of type integer"),
        row(
            "a format that no log has",
            REDIS + STORAGE + "logging: {format: xml}",
            "spec.logging.format",
            "Unsupported value"),
        row(
            "a collector that is no URL",
            REDIS + STORAGE + "tracing: {endpoint: 'collector:4318'}",
            "spec.tracing.endpoint",
            "should match"),
        row("no collector", REDIS + STORAGE + "tracing: {}", "spec.tracing.endpoint", "Required"),
        row(
            "more than every request",
            REDIS + STORAGE + "tracing: {endpoint: 'http://a', samplerRatio: '1.5'}",
            "spec.tracing.samplerRatio",
            "should match"),
        row(
            "readers sent to a bucket that is none",
            REDIS + STORAGE + "read: {s3Redirect: {}}",
            "spec.read",
            "s3Redirect needs spec.storage.s3"),
        row(
            "a link that lives too long",
            REDIS + "storage: {s3: {bucket: media}}\nread: {s3Redirect: {lifetime: 169h}}",
            "spec.read.s3Redirect.lifetime",
            "between 1s and 168h"),
        row(
            "an endpoint that is no URL",
            REDIS
                + "storage: {s3: {bucket: media}}\nread: {s3Redirect: {endpoint: files.example.com}}",
            "spec.read.s3Redirect.endpoint",
            "should match"),
        row(
            "an autoscaler without an upper bound",
            REDIS + STORAGE + "autoscaling: {}",
            "spec.autoscaling.maxReplicas",
            "Required value"),
        row(
            "an autoscaler with more at least than at most",
            REDIS + STORAGE + "autoscaling: {minReplicas: 4, maxReplicas: 3}",
            "spec.autoscaling.maxReplicas",
            "must not be less than minReplicas"),
        row(
            "an autoscaler of pods that share nothing",
            REDIS + "storage: {filesystem: {ephemeral: {}}}\nautoscaling: {maxReplicas: 3}",
            "spec.autoscaling",
            "needs a volume that pods can share"),
        row(
            "an autoscaler by CPU without a request of any",
            REDIS + STORAGE + "autoscaling: {maxReplicas: 3}\nresources: {limits: {memory: 1Gi}}",
            "spec.autoscaling",
            "needs a request of it"),
        row(
            "a metric of no name",
            REDIS + STORAGE + "autoscaling: {maxReplicas: 3, podMetrics: [{averageValue: 5}]}",
            "spec.autoscaling.podMetrics[0].name",
            "Required value"),
        row(
            "two budgets in one",
            REDIS + STORAGE + "podDisruptionBudget: {maxUnavailable: 1, minAvailable: 1}",
            "spec.podDisruptionBudget.minAvailable",
            "give either maxUnavailable or minAvailable"),
        row(
            "a budget of more than all",
            REDIS + STORAGE + "podDisruptionBudget: {maxUnavailable: 120%}",
            "spec.podDisruptionBudget.maxUnavailable",
            "should match"),
        row(
            "a budget below nothing",
            REDIS + STORAGE + "podDisruptionBudget: {maxUnavailable: -1}",
            "spec.podDisruptionBudget.maxUnavailable",
            "greater than or equal to 0"),
        row(
            "a peer that is both pods and addresses",
            REDIS
                + STORAGE
                + "networkPolicy: {from: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}",
            "spec.networkPolicy.from[0]",
            "give either ipBlock"),
        row(
            "a peer that is nobody",
            REDIS + STORAGE + "networkPolicy: {egress: [{to: [{}]}]}",
            "spec.networkPolicy.egress[0].to[0]",
            "give either ipBlock"),
        row(
            "a port beyond the last",
            REDIS + STORAGE + "networkPolicy: {egress: [{ports: [65536]}]}",
            "spec.networkPolicy.egress[0].ports[0]",
            "less than or equal to 65535"),
        spec("image: 'a/b:1@sha256:12'", "spec.image", "a digest is @sha256:"),
        spec(
            "service: {loadBalancerClass: a/b}",
            "spec.service.loadBalancerClass",
            "needs type LoadBalancer"),
        spec(
            "service: {externalTrafficPolicy: Local}",
            "spec.service.externalTrafficPolicy",
            "needs type NodePort or LoadBalancer"),
        spec("service: {type: ExternalName}", "spec.service.type", "supported values"),
        spec(
            "serviceAccount: {name: a, annotations: {b: c}}",
            "spec.serviceAccount.annotations",
            "annotate your own yourself"),
        spec(
            "podTemplate: {metadata: {labels: {app.kubernetes.io/name: a}}}",
            "spec.podTemplate.metadata.labels",
            "use another prefix"),
        spec(
            "podTemplate: {metadata: {labels: {longshore.dev/a: b}}}",
            "spec.podTemplate.metadata.labels",
            "use another prefix"),
        spec(
            "podTemplate: {metadata: {annotations: {longshore.dev/paused: 'true'}}}",
            "spec.podTemplate.metadata.annotations",
            "annotate the UploadService"),
        spec(
            "podTemplate: {spec: {affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{namespaces: [a]}]}}}}",
            "podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey",
            "Required value"),
        spec(
            "podTemplate: {spec: {affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 101, preference: {matchExpressions: [{key: a, operator: Exists}]}}]}}}}",
            "preferredDuringSchedulingIgnoredDuringExecution[0].weight",
            "100"),
        spec(
            "podTemplate: {spec: {tolerations: [{operator: Equal, value: a}]}}",
            "spec.podTemplate.spec.tolerations[0].operator",
            "must be Exists"),
        spec(
            "podTemplate: {spec: {tolerations: [{key: a, operator: Exists, value: b}]}}",
            "spec.podTemplate.spec.tolerations[0].value",
            "takes no value"),
        spec(
            "podTemplate: {spec: {tolerations: [{key: a, tolerationSeconds: 5}]}}",
            "spec.podTemplate.spec.tolerations[0].tolerationSeconds",
            "NoExecute only"),
        spec(
            "podTemplate: {spec: {terminationGracePeriodSeconds: 29}}",
            "spec.podTemplate.spec.terminationGracePeriodSeconds",
            "greater than or equal to 30"),
        spec(
            "podTemplate: {spec: {securityContext: {runAsUser: 0}}}",
            "spec.podTemplate.spec.securityContext.runAsUser",
            "greater than or equal to 1"),
        spec(
            "podTemplate: {spec: {volumes: [{name: data, emptyDir: {}}]}}",
            "spec.podTemplate.spec.volumes",
            "storage is spec.storage"),
        spec(
            "podTemplate: {spec: {volumes: [{name: ca-jwt, emptyDir: {}}]}}",
            "spec.podTemplate.spec.volumes",
            "are caSecretRef"),
        spec(
            "podTemplate: {spec: {volumes: [{name: a}]}}",
            "spec.podTemplate.spec.volumes[0]",
            "exactly one kind of volume"),
        spec(
            "podTemplate: {spec: {volumes: [{name: a, emptyDir: {}}, {name: a, emptyDir: {}}]}}",
            "spec.podTemplate.spec.volumes[1]",
            "Duplicate value"),
        spec(
            "podTemplate: {spec: {volumeMounts: [{name: a, mountPath: /data/a}]}}",
            "spec.podTemplate.spec.volumeMounts",
            "mount elsewhere"),
        spec(
            "podTemplate: {spec: {volumeMounts: [{name: a, mountPath: /etc/longshore}]}}",
            "spec.podTemplate.spec.volumeMounts",
            "mount elsewhere"),
        spec(
            "podTemplate: {spec: {volumeMounts: [{name: a, mountPath: /}]}}",
            "spec.podTemplate.spec.volumeMounts",
            "mount elsewhere"),
        spec(
            "podTemplate: {spec: {env: [{name: LONGSHORE_TLS_ENABLED, value: a}]}}",
            "spec.podTemplate.spec.env",
            "use the field of spec"),
        spec(
            "podTemplate: {spec: {env: [{name: LONGSHORE_STORAGE_S3_ATTEMPTSX, value: a}]}}",
            "spec.podTemplate.spec.env",
            "use the field of spec"),
        spec(
            "podTemplate: {spec: {env: [{name: A, value: a, valueFrom: {fieldRef: {fieldPath: b}}}]}}",
            "spec.podTemplate.spec.env[0]",
            "either value or valueFrom"),
        spec(
            "podTemplate: {spec: {env: [{name: A, valueFrom: {}}]}}",
            "spec.podTemplate.spec.env[0].valueFrom",
            "exactly one must be set"),
        spec(
            "podTemplate: {spec: {initContainers: [{name: upload-service, image: a}]}}",
            "spec.podTemplate.spec.initContainers",
            "the service's own container"),
        spec(
            "podTemplate: {spec: {hostNetwork: true}}",
            "spec.podTemplate.spec.hostNetwork",
            "unknown field"),
        row(
            "an Ingress for no host",
            REDIS + STORAGE + "ingress: {className: nginx}",
            "spec.ingress.hosts",
            "Required value"),
        row(
            "a URL where a host belongs",
            REDIS + STORAGE + "ingress: {hosts: ['https://uploads.example.com']}",
            "spec.ingress.hosts[0]",
            "should match"),
        row(
            "a route of no gateway",
            REDIS + STORAGE + "httpRoute: {hostnames: [a.example.com]}",
            "spec.httpRoute.parentRefs",
            "Required value"),
        row(
            "a monitor of an unknown kind",
            REDIS + STORAGE + "monitoring: {kind: Scrape}",
            "spec.monitoring.kind",
            "Unsupported value"),
        row(
            "an interval that Prometheus does not know",
            REDIS + STORAGE + "monitoring: {interval: 1 minute}",
            "spec.monitoring.interval",
            "should match"),
        row(
            "an unknown deletion policy",
            REDIS + STORAGE + "deletionPolicy: Retain",
            "spec.deletionPolicy",
            "Unsupported value"),
        row("events for nobody", REDIS + STORAGE + "events: {}", "spec.events", "name who is told"),
        events("{url: 'http://a/b', secretRef: {name: a}}", "name", "Required value"),
        events("{name: A, url: 'http://a/b', secretRef: {name: a}}", "name", "should match"),
        events("{name: a, secretRef: {name: a}}", "url", "Required value"),
        events("{name: a, url: 'ftp://a/b', secretRef: {name: a}}", "url", "should match"),
        events("{name: a, url: 'http://u:p@a/b', secretRef: {name: a}}", "url", "should match"),
        events("{name: a, url: 'http://a/b'}", "secretRef", "Required value"),
        events(
            "{name: a, url: 'http://a/b', secretRef: {name: a}, types: [Deleted]}",
            "types[0]",
            "Unsupported value"),
        events(
            "{name: a, url: 'http://a/b', secretRef: {name: a}, types: [Created, Created]}",
            "types",
            "must not name a type twice"),
        events(
            "{name: a, url: 'http://a/b', secretRef: {name: a}, timeout: 2m}",
            "timeout",
            "between 1s and 1m"),
        events(
            "{name: a, url: 'https://a/b', secretRef: {name: a}, caSecretRef: {}}",
            "caSecretRef.name",
            "Required value"),
        row(
            "two endpoints of one name",
            REDIS
                + STORAGE
                + "events: {endpoints: [{name: a, url: 'http://a/b', secretRef: {name: a}},"
                + " {name: a, url: 'http://b/b', secretRef: {name: a}}]}",
            "spec.events.endpoints[1]",
            "Duplicate value"),
        row(
            "a stream of nothing",
            REDIS + STORAGE + "events: {stream: {maxLength: 0}}",
            "spec.events.stream.maxLength",
            "greater than or equal to 1000"),
        row(
            "progress once a week",
            REDIS + STORAGE + "events: {stream: {}, progressInterval: 168h}",
            "spec.events.progressInterval",
            "between 0s and 24h"),
        row(
            "a look each moment",
            REDIS + STORAGE + "events: {stream: {}, lookInterval: 0s}",
            "spec.events.lookInterval",
            "between 1s and 24h"),
        row(
            "events that are given up at once",
            REDIS + STORAGE + "events: {stream: {}, retry: {maxAge: 1s}}",
            "spec.events.retry.maxAge",
            "between 1m and 8760h"),
        row("no kind of storage", REDIS + "storage: {}", "spec.storage", "exactly one kind"),
        row(
            "no kind of volume",
            REDIS + "storage: {filesystem: {}}",
            "spec.storage.filesystem",
            "exactly one kind of volume"),
        row(
            "two kinds of volume",
            REDIS + "storage: {filesystem: {claimName: uploads, ephemeral: {}}}",
            "spec.storage.filesystem",
            "exactly one kind of volume"),
        row(
            "a name that no claim can have",
            REDIS + "storage: {filesystem: {claimName: My Claim}}",
            "spec.storage.filesystem.claimName",
            "should match"),
        row(
            "several pods on a volume of one",
            "replicas: 2\n" + REDIS + "storage: {filesystem: {ephemeral: {}}}",
            "spec.replicas",
            "more than one replica needs a volume that pods can share"),
        row(
            "a volume of no size",
            REDIS + "storage: {filesystem: {ephemeral: {sizeLimit: 0}}}",
            "spec.storage.filesystem.ephemeral.sizeLimit",
            "must be more than 0"),
        row(
            "two kinds of storage",
            REDIS + "storage: {filesystem: {claimName: uploads}, s3: {bucket: media}}",
            "spec.storage",
            "exactly one kind of storage must be set: filesystem or s3"),
        s3("region: eu-west-1", "spec.storage.s3.bucket", "Required value"),
        s3("bucket: Media", "spec.storage.s3.bucket", "should match"),
        s3("bucket: m", "spec.storage.s3.bucket", "at least 3 chars"),
        s3("bucket: media, endpoint: minio:9000", "spec.storage.s3.endpoint", "should match"),
        s3(
            "bucket: media, endpoint: 'http://key:secret@minio'",
            "spec.storage.s3.endpoint",
            "should match"),
        s3("bucket: media, prefix: /a", "spec.storage.s3.prefix", "should match"),
        s3("bucket: media, prefix: ab", "spec.storage.s3.prefix", "should match"),
        s3("bucket: media, prefix: .longshore/", "spec.storage.s3.prefix", "should match"),
        s3("bucket: media, partSize: 1Mi", "spec.storage.s3.partSize", "between 5Mi and 5Gi"),
        s3("bucket: media, partSize: 6Gi", "spec.storage.s3.partSize", "between 5Mi and 5Gi"),
        s3("bucket: media, maxParts: 0", "spec.storage.s3.maxParts", "greater than or equal to 1"),
        s3("bucket: media, checksum: md5", "spec.storage.s3.checksum", "supported values"),
        s3("bucket: media, memory: 64k", "spec.storage.s3.memory", "between 1Mi and 1Ti"),
        s3("bucket: media, storageClass: cold", "spec.storage.s3.storageClass", "should match"),
        s3(
            "bucket: media, credentialsSecretRef: {accessKeyId: id}",
            "spec.storage.s3.credentialsSecretRef.name",
            "Required value"),
        s3(
            "bucket: media, serverSideEncryption: {algorithm: rot13}",
            "spec.storage.s3.serverSideEncryption.algorithm",
            "supported values"),
        s3(
            "bucket: media, serverSideEncryption: {algorithm: AES256, kmsKeyId: k}",
            "spec.storage.s3.serverSideEncryption.kmsKeyId",
            "needs algorithm aws:kms"),
        s3("bucket: media, tags: {a: 'b,c=d'}", "spec.storage.s3.tags", "letters, digits"),
        s3(
            "bucket: media, tags: {a: '', b: '', c: '', d: '', e: '', f: '', g: '', h: '', i: '',"
                + " j: '', k: ''}",
            "spec.storage.s3.tags",
            "at most 10"),
        spec("replicas: -1", "spec.replicas", "greater than or equal to 0"),
        spec("replicas: 1001", "spec.replicas", "less than or equal to 1000"),
        spec("replicas: many", "spec.replicas", "must be of type integer"),
        spec("limits: {maxUploadSize: 5 TiB}", "spec.limits.maxUploadSize", "should match"),
        spec("limits: {maxUploadSize: 0}", "spec.limits.maxUploadSize", "whole number of bytes"),
        spec("limits: {maxUploadSize: 500m}", "spec.limits.maxUploadSize", "whole number of bytes"),
        spec("limits: {maxUploadSize: -1}", "spec.limits.maxUploadSize", "whole number of bytes"),
        spec("limits: {maxUploadSize: 9Ei}", "spec.limits.maxUploadSize", "whole number of bytes"),
        spec(
            "limits: {maxUploadSize: 1Mi, maxChunkSize: 2Mi}",
            "spec.limits.maxChunkSize",
            "must not be more than spec.limits.maxUploadSize"),
        spec(
            "limits: {maxUploadSize: 1Mi, minUploadSize: 2Mi}",
            "spec.limits.minUploadSize",
            "must not be more than spec.limits.maxUploadSize"),
        spec(
            "limits: {maxChunkSize: 1Mi, minChunkSize: 2Mi}",
            "spec.limits.minChunkSize",
            "must not be more than spec.limits.maxChunkSize"),
        spec("limits: {minChunkSize: 500m}", "spec.limits.minChunkSize", "whole number of bytes"),
        spec("limits: {maxChunkSize: 6Ti}", "spec.limits.maxChunkSize", "must not be more than"),
        spec("access: {}", "spec.access", "exactly one mode must be set"),
        spec("access: {pathPrefixes: [a]}", "spec.access", "exactly one mode must be set"),
        spec(
            "access: {tokens: {secretName: a}, forwardAuth: {url: 'http://a'}}",
            "spec.access",
            "exactly one mode must be set"),
        spec("access: {tokens: {}}", "spec.access.tokens.secretName", "Required value"),
        spec("access: {tokens: {secretName: A_B}}", "spec.access.tokens.secretName", "match"),
        spec(
            "access: {tokens: {secretName: a}, pathPrefixes: [../a]}",
            "spec.access.pathPrefixes",
            "should match"),
        spec(
            "access: {tokens: {secretName: a}, pathPrefixes: [a//b]}",
            "spec.access.pathPrefixes",
            "should match"),
        spec("access: {jwt: {audience: [a]}}", "spec.access.jwt.issuer", "Required value"),
        spec("access: {jwt: {issuer: 'https://a'}}", "spec.access.jwt.audience", "Required value"),
        spec(
            "access: {jwt: {issuer: id.example, audience: [a]}}",
            "spec.access.jwt.issuer",
            "should match"),
        spec(
            "access: {jwt: {issuer: 'https://a', audience: [a], algorithms: [HS256]}}",
            "spec.access.jwt.algorithms",
            "should match"),
        spec(
            "access: {jwt: {issuer: 'https://a', audience: [a], clockSkew: 11m}}",
            "spec.access.jwt.clockSkew",
            "between 0s and 10m"),
        spec(
            "access: {jwt: {issuer: 'https://a', audience: [a], keysLifetime: 1s}}",
            "spec.access.jwt.keysLifetime",
            "between 10s and 24h"),
        spec("access: {forwardAuth: {}}", "spec.access.forwardAuth.url", "Required value"),
        spec(
            "access: {forwardAuth: {url: 'http://a', headers: [Host]}}",
            "spec.access.forwardAuth.headers",
            "in any case"),
        spec(
            "access: {forwardAuth: {url: 'http://a', timeout: 2m}}",
            "spec.access.forwardAuth.timeout",
            "between 1s and 1m"),
        spec(
            "hooks: {preComplete: {url: 'https://a', caSecretRef: {name: a}, caConfigMapRef: {name: a}}}",
            "spec.hooks.preComplete.caConfigMapRef",
            "give either"),
        spec(
            "hooks: {preCreate: {url: 'https://a', caSecretRef: {name: A}}}",
            "spec.hooks.preCreate.caSecretRef.name",
            "match"),
        spec(
            "access: {jwt: {issuer: 'https://a', audience: [a], caSecretRef: {}}}",
            "spec.access.jwt.caSecretRef.name",
            "Required value"),
        spec(
            "limits: {maxAuthFailuresPerMinute: 0}",
            "spec.limits.maxAuthFailuresPerMinute",
            "greater than or equal to 1"),
        spec("hooks: {}", "spec.hooks", "at least one hook must be set"),
        spec("hooks: {preCreate: {}}", "spec.hooks.preCreate.url", "Required value"),
        spec("hooks: {preComplete: {url: 'ftp://a.b'}}", "spec.hooks.preComplete.url", "match"),
        spec(
            "hooks: {preCreate: {url: 'http://a', timeout: 2m}}",
            "spec.hooks.preCreate.timeout",
            "must be between 1s and 1m"),
        spec(
            "hooks: {preComplete: {url: 'http://a', timeout: 6m}}",
            "spec.hooks.preComplete.timeout",
            "must be between 1s and 5m"),
        spec(
            "hooks: {preCreate: {url: 'http://a', failurePolicy: Open}}",
            "spec.hooks.preCreate.failurePolicy",
            "Unsupported value"),
        spec(
            "hooks: {preCreate: {url: 'http://a', headers: ['a b']}}",
            "spec.hooks.preCreate.headers",
            "match"),
        spec(
            "hooks: {preCreate: {url: 'http://a', secretRef: {key: a}}}",
            "spec.hooks.preCreate.secretRef.name",
            "Required value"),
        spec(
            "access: {forwardAuth: {url: 'http://u:p@a'}}",
            "spec.access.forwardAuth.url",
            "should match"),
        spec("limits: {maxOpenUploads: 0}", "spec.limits.maxOpenUploads", "greater than"),
        spec("limits: {maxOpenBytes: 500m}", "spec.limits.maxOpenBytes", "whole number of bytes"),
        spec("limits: {requestRate: 0}", "spec.limits.requestRate", "greater than"),
        spec(
            "limits: {allowedContentTypes: [image]}",
            "spec.limits.allowedContentTypes",
            "should match"),
        spec(
            "limits: {trustedProxies: [10.0.0.1]}",
            "spec.limits.trustedProxies",
            "must be networks"),
        spec(
            "limits: {minBodyRateWindow: 0s}",
            "spec.limits.minBodyRateWindow",
            "between 1s and 5m"),
        spec("limits: {headerTimeout: 6m}", "spec.limits.headerTimeout", "between 0s and 5m"),
        spec("tls: {}", "spec.tls.secretName", "Required value"),
        spec("tls: {secretName: A_B}", "spec.tls.secretName", "should match"),
        spec("cors: {}", "spec.cors.allowedOrigins", "Required value"),
        spec("cors: {allowedOrigins: []}", "spec.cors.allowedOrigins", "at least 1 items"),
        spec("cors: {allowedOrigins: [app.example]}", "spec.cors.allowedOrigins", "should match"),
        spec(
            "cors: {allowedOrigins: ['https://app.example/']}",
            "spec.cors.allowedOrigins",
            "should match"),
        spec(
            "cors: {allowedOrigins: ['*', 'https://app.example']}",
            "spec.cors.allowedOrigins",
            "* must stand alone"),
        spec("image: 'Not An Image'", "spec.image", "should match"),
        spec("image: ''", "spec.image", "should match"),
        spec("cleanup: {interval: 1s}", "spec.cleanup.interval", "between 10s and 24h"),
        spec("cleanup: {interval: 25h}", "spec.cleanup.interval", "between 10s and 24h"),
        spec("cleanup: {interval: never}", "spec.cleanup.interval", "should match"),
        spec("cleanup: {interval: 600}", "spec.cleanup.interval", "must be of type string"),
        spec("cleanup: {every: 10m}", "spec.cleanup.every", "unknown field"),
        spec("imagePullPolicy: Sometimes", "spec.imagePullPolicy", "supported values"),
        spec("orphanedSessions: Maybe", "spec.orphanedSessions", "supported values"),
        spec(
            "resources: {requests: {memory: 1Gi}, limits: {memory: 512Mi}}",
            "spec.resources.requests",
            "must not be more than the limit"),
        spec("resources: {limits: {memory: lots}}", "spec.resources.limits", "should match"),
        spec("replica: 3", "spec.replica", "unknown field"),
        Arguments.of(
            "the operator's ServiceAccount as somebody else's",
            "media",
            REDIS + STORAGE + "serviceAccount: {name: media}",
            "spec.serviceAccount.name",
            "remove it"),
        Arguments.of(
            "a name that no Service can have",
            "1media",
            REDIS + STORAGE,
            "metadata.name",
            "DNS label"),
        Arguments.of(
            "a name with a dot", "media.v2", REDIS + STORAGE, "metadata.name", "DNS label"),
        Arguments.of(
            "a name too long", "m".repeat(53), REDIS + STORAGE, "metadata.name", "52 characters"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void refuses(String what, String name, String spec, String field, String rule) {
    assertThatThrownBy(() -> create(name, spec))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> {
              assertThat(refusal.getCode()).isIn(400, 422);
              assertThat(refusal.getStatus().getMessage()).contains(field).contains(rule);
            });
  }

  static Stream<Arguments> right() {
    return Stream.of(
        Arguments.of("the least", REDIS + STORAGE),
        Arguments.of("no pods", "replicas: 0\n" + REDIS + STORAGE),
        Arguments.of("many pods on a claim", "replicas: 1000\n" + REDIS + STORAGE),
        Arguments.of("a volume of its own", REDIS + "storage: {filesystem: {ephemeral: {}}}"),
        Arguments.of(
            "the seed's prefix",
            "redis: {secretRef: {name: a}, keyPrefix: 'valiblob:session:'}\n" + STORAGE),
        Arguments.of("a year", "redis: {secretRef: {name: a}, sessionTtl: 8760h}\n" + STORAGE),
        Arguments.of(
            "mixed time", "redis: {secretRef: {name: a}, sessionTtl: 1h30m10s}\n" + STORAGE),
        Arguments.of("a short interval", REDIS + STORAGE + "cleanup: {interval: 10s}"),
        Arguments.of("a day's interval", REDIS + STORAGE + "cleanup: {interval: 24h}"),
        Arguments.of("bytes as a number", REDIS + STORAGE + "limits: {maxUploadSize: 1000000}"),
        Arguments.of("a fraction", REDIS + STORAGE + "limits: {maxUploadSize: 1.5Gi}"),
        Arguments.of("a bucket", REDIS + "replicas: 9\nstorage: {s3: {bucket: my.media-1}}"),
        Arguments.of(
            "a bucket elsewhere",
            REDIS
                + "storage: {s3: {bucket: media, endpoint: 'https://[::1]:9000', pathStyle: true,"
                + " prefix: a/b/, partSize: 5Gi, serverSideEncryption: {algorithm: 'aws:kms',"
                + " kmsKeyId: k}}}"),
        Arguments.of(
            "an image by digest",
            REDIS + STORAGE + "image: registry.example:5000/a/b@sha256:" + "0".repeat(64)),
        Arguments.of(
            "an image by tag and digest",
            REDIS + STORAGE + "image: registry.example:5000/a/b:1.2@sha256:" + "a".repeat(64)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("right")
  void accepts(String what, String spec) {
    assertThat(create("media", spec).getMetadata().getUid()).isNotNull();
  }

  static Stream<Arguments> orphaning() {
    return Stream.of(
        change(
            "redis: {secretRef: {name: a}, keyPrefix: 'b:'}\n" + STORAGE, "spec.redis.keyPrefix"),
        change("redis: {secretRef: {name: a}}\n" + STORAGE, "spec.redis.keyPrefix"),
        change(
            "redis: {secretRef: {name: a}, keyPrefix: 'a:', database: 1}\n" + STORAGE,
            "spec.redis.database"),
        change(
            "redis: {secretRef: {name: a}, keyPrefix: 'a:'}\nstorage: {filesystem: {claimName: b}}",
            "spec.storage"),
        change(
            "redis: {secretRef: {name: a}, keyPrefix: 'a:'}\nstorage: {filesystem: {ephemeral: {}}}",
            "spec.storage"),
        change(
            "redis: {secretRef: {name: a}, keyPrefix: 'a:'}\nstorage: {s3: {bucket: media}}",
            "spec.storage"));
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource("orphaning")
  void refusesWhatOrphansSessionsUnlessTold(String changed, String field) {
    var name = "service-" + Math.abs(changed.hashCode());
    cluster.apply(name, "redis: {secretRef: {name: a}, keyPrefix: 'a:'}\n" + STORAGE);

    assertThatThrownBy(() -> cluster.apply(name, changed))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal ->
                assertThat(refusal.getStatus().getMessage())
                    .contains(field, "cannot change", "spec.orphanedSessions"));

    var accepted = cluster.apply(name, changed + "\norphanedSessions: Accept");
    assertThat(accepted.getMetadata().getGeneration()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bucket: other",
        "bucket: media, prefix: a/",
        "bucket: media, endpoint: 'http://minio:9000'"
      })
  void refusesAnotherPlaceInS3UnlessTold(String changed) {
    var name = "service-" + Math.abs(changed.hashCode());
    cluster.apply(name, REDIS + "storage: {s3: {bucket: media}}");
    assertThatThrownBy(() -> cluster.apply(name, REDIS + "storage: {s3: {" + changed + "}}"))
        .hasMessageContaining("the place cannot change");
    cluster.apply(name, REDIS + "storage: {s3: {" + changed + "}}\norphanedSessions: Accept");
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void allowsWhatOrphansNothing(String changed) {
    var name = "service-" + Math.abs(changed.hashCode());
    cluster.apply(name, REDIS + STORAGE);
    assertThat(cluster.apply(name, changed).getMetadata().getGeneration()).isEqualTo(2);
  }

  static Stream<String> harmless() {
    return Stream.of(
        REDIS + STORAGE + "replicas: 5",
        REDIS + STORAGE + "cleanup: {interval: 1h}",
        "redis: {secretRef: {name: rotated}}\n" + STORAGE,
        "redis: {secretRef: {name: app-secrets}, sessionTtl: 168h}\n" + STORAGE,
        REDIS + "storage: {filesystem: {claimName: uploads}, allowOverwrite: true}");
  }

  @Test
  void allowsOtherSettingsOfABucket() {
    cluster.apply("in-s3", REDIS + "storage: {s3: {bucket: media}}");
    cluster.apply(
        "in-s3",
        REDIS
            + "storage: {s3: {bucket: media, partSize: 16Mi, storageClass: STANDARD_IA,"
            + " credentialsSecretRef: {name: rotated}, tags: {team: media}}}");
  }

  private static Arguments s3(String fields, String field, String rule) {
    return row("s3: " + fields, REDIS + "storage: {s3: {" + fields + "}}", field, rule);
  }

  private GenericKubernetesResource create(String name, String spec) {
    var yaml =
        """
        apiVersion: longshore.dev/v1alpha1
        kind: UploadService
        metadata: {name: %s, namespace: %s}
        spec:
        """
            .formatted(name, cluster.namespace());
    return cluster
        .admin()
        .resource(Serialization.unmarshal(yaml + spec.indent(2), GenericKubernetesResource.class))
        .dryRun()
        .fieldValidation(FieldValidateable.Validation.STRICT)
        .create();
  }

  private static Arguments row(String what, String spec, String field, String rule) {
    return Arguments.of(what, "media", spec, field, rule);
  }

  private static Arguments events(String endpoint, String field, String message) {
    return row(
        "events to " + endpoint,
        REDIS + STORAGE + "events: {endpoints: [" + endpoint + "]}",
        "spec.events.endpoints[0]." + field,
        message);
  }

  private static Arguments redis(String setting, String field, String rule) {
    return row(setting, "redis: {secretRef: {name: a}, " + setting + "}\n" + STORAGE, field, rule);
  }

  private static Arguments spec(String setting, String field, String rule) {
    return row(setting, REDIS + STORAGE + setting, field, rule);
  }

  private static Arguments change(String spec, String field) {
    return Arguments.of(spec, field);
  }
}
