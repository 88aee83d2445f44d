package dev.longshore.operator.status;

import dev.longshore.operator.condition.ConditionType;
import dev.longshore.operator.condition.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Conditions in the making: each keeps the time since when it has its status. */
final class Conditions {

  private final List<Condition> before;
  private final long generation;
  private final Instant now;
  private final List<Condition> after = new ArrayList<>();

  Conditions(List<Condition> before, long generation, Instant now) {
    this.before = before == null ? List.of() : before;
    this.generation = generation;
    this.now = now;
  }

  /** Of this type, for this reason, which says whether it is True. */
  void set(ConditionType type, Reason reason, String message) {
    var value = type.status(reason) ? "True" : "False";
    var since =
        before.stream()
            .filter(old -> type.name().equals(old.getType()) && value.equals(old.getStatus()))
            .findFirst()
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    after.add(
        new ConditionBuilder()
            .withType(type.name())
            .withStatus(value)
            .withReason(reason.name())
            .withMessage(message)
            .withLastTransitionTime(since)
            .withObservedGeneration(generation)
            .build());
  }

  /** Of this type, for a reason whose meaning is all there is to say. */
  void set(ConditionType type, Reason reason) {
    set(type, reason, reason.meaning());
  }

  /** Those that were there, as they were, but for one type. */
  void keepAllBut(ConditionType type) {
    before.stream().filter(old -> !type.name().equals(old.getType())).forEach(after::add);
  }

  List<Condition> list() {
    return List.copyOf(after);
  }
}
