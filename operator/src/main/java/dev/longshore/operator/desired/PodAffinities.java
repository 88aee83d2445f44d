package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import java.util.List;
import java.util.stream.Stream;

/** Which nodes and which neighbours the pods of one service want. */
final class PodAffinities {

  private PodAffinities() {}

  /** What somebody wants; null if nothing. */
  static Affinity of(UploadService service) {
    var wanted = FurtherSettings.of(service.getSpec()).affinity();
    if (wanted == null) {
      return null;
    }
    var affinity = PodWords.one(wanted, Affinity.class);
    terms(affinity)
        .filter(term -> term.getLabelSelector() == null)
        .forEach(term ->
            term.setLabelSelector(
                new LabelSelectorBuilder().withMatchLabels(Labels.selector(service)).build()));
    return affinity;
  }

  private static Stream<PodAffinityTerm> terms(Affinity affinity) {
    var near = affinity.getPodAffinity();
    var far = affinity.getPodAntiAffinity();
    return Stream.concat(
        near == null
            ? Stream.empty()
            : terms(
                near.getRequiredDuringSchedulingIgnoredDuringExecution(),
                near.getPreferredDuringSchedulingIgnoredDuringExecution()),
        far == null
            ? Stream.empty()
            : terms(
                far.getRequiredDuringSchedulingIgnoredDuringExecution(),
                far.getPreferredDuringSchedulingIgnoredDuringExecution()));
  }

  private static Stream<PodAffinityTerm> terms(
      List<PodAffinityTerm> musts, List<WeightedPodAffinityTerm> wishes) {
    return Stream.concat(
        musts.stream(), wishes.stream().map(WeightedPodAffinityTerm::getPodAffinityTerm));
  }
}
