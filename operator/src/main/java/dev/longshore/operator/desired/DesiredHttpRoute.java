package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.GatewayRef;
import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRuleBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReferenceBuilder;
import java.util.Map;
import java.util.Optional;

/**
 * The HTTPRoute in front of an upload service. The API server writes defaults into its lists, which
 * are compared as a whole: each of them is written here, too.
 */
public final class DesiredHttpRoute {

  /** The Gateway API's way to say that there is no limit. */
  private static final String NO_LIMIT = "0s";

  private DesiredHttpRoute() {}

  /** The route that the resource asks for, if it does. */
  public static Optional<HTTPRoute> of(UploadService service) {
    return Optional.ofNullable(service.getSpec().httpRoute())
        .map(route ->
            new HTTPRouteBuilder()
                .withNewMetadataLike(ObjectMetas.of(service, route.labels()))
                .withAnnotations(route.annotations() == null ? Map.of() : route.annotations())
                .endMetadata()
                .withNewSpec()
                .withParentRefs(route.parentRefs().stream().map(DesiredHttpRoute::gateway).toList())
                .withHostnames(route.hostnames())
                .withRules(rule(service))
                .endSpec()
                .build());
  }

  private static ParentReference gateway(GatewayRef ref) {
    return new ParentReferenceBuilder()
        .withGroup("gateway.networking.k8s.io")
        .withKind("Gateway")
        .withName(ref.name())
        .withNamespace(ref.namespace())
        .withSectionName(ref.sectionName())
        .withPort(ref.port())
        .build();
  }

  private static HTTPRouteRule rule(UploadService service) {
    return new HTTPRouteRuleBuilder()
        .addNewMatch()
        .withNewPath()
        .withType("PathPrefix")
        .withValue(DesiredService.UPLOADS)
        .endPath()
        .endMatch()
        .addNewBackendRef()
        .withGroup("")
        .withKind("Service")
        .withName(service.getMetadata().getName())
        .withPort(DesiredService.port(service))
        .withWeight(1)
        .endBackendRef()
        .withNewTimeouts()
        .withRequest(NO_LIMIT)
        .withBackendRequest(NO_LIMIT)
        .endTimeouts()
        .build();
  }
}
