package dev.longshore.operator.condition;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that a status and its Events can say, as a page for people. */
final class ConditionsPage {

  static final Path COMMITTED = Path.of("..", "docs", "conditions.md");

  private static final String HEADER =
      """
      # What an UploadService says of itself
      <!-- Generated from the operator's package condition: ./mvnw -pl operator -am test -Dtest=ConditionsPageTest -Dlongshore.generate=true -Dsurefire.failIfNoSpecifiedTests=false -->

      `kubectl get uploadservice <name> -o jsonpath='{.status.conditions}'` shows them to programs, `kubectl describe` or [`kubectl longshore status`](kubectl.md) to people. The operator knows no other words than these, and does not rename them: alerts and scripts may rely on types, statuses and reasons. Messages are for people and change.

      ## Conditions

      | condition | True means | True | False |
      |---|---|---|---|
      """;

  private static final String READINESS =
      """

      ## Reasons of Ready, Reconciling and Stalled

      `Ready` has the reason in any case. Of the two others, the one that is True has it, too: *Reconciling* goes on by itself, *Stalled* does not. Where both stand, it is Reconciling until the Deployment's deadline of ten minutes.

      | reason | Ready | then True | what it means | what to do |
      |---|---|---|---|---|
      """;

  private static final String DETAILS =
      """

      ## Reasons of the other conditions

      | condition | status | reason | what it means | what to do |
      |---|---|---|---|---|
      """;

  private static final String EVENTS =
      """

      ## Events

      Written when `Ready` gets another reason, if that is a problem or the end of one, and counted when they come again. That a new resource becomes ready is in its status only.

      | type | reasons |
      |---|---|
      """;

  private ConditionsPage() {}

  static String markdown() {
    return HEADER
        + lines(Arrays.stream(ConditionType.values()).map(ConditionsPage::overview))
        + READINESS
        + lines(
            Stream.concat(
                    ConditionType.Ready.reasons(true).stream(),
                    ConditionType.Ready.reasons(false).stream())
                .map(ConditionsPage::readiness))
        + DETAILS
        + lines(
            Arrays.stream(ConditionType.values())
                .filter(type -> type != ConditionType.Ready)
                .flatMap(type ->
                    Stream.of(true, false)
                        .flatMap(status ->
                            type.reasons(status).stream()
                                .filter(reason -> !ofReadiness(type, reason))
                                .map(reason -> detail(type, status, reason)))))
        + EVENTS
        + lines(Stream.of("Warning", "Normal").map(ConditionsPage::events));
  }

  private static boolean ofReadiness(ConditionType type, Reason reason) {
    return (type == ConditionType.Reconciling || type == ConditionType.Stalled)
        && type.status(reason);
  }

  private static String overview(ConditionType type) {
    return row("`" + type + "`", type.meaning(), reasons(type, true), reasons(type, false));
  }

  private static String reasons(ConditionType type, boolean status) {
    var reasons = type.reasons(status);
    return reasons.size() > 6 || type == ConditionType.Stalled && status
        ? "[see below](#reasons-of-ready-reconciling-and-stalled)"
        : reasons.isEmpty() ? "never" : list(reasons.stream());
  }

  private static String readiness(Reason reason) {
    var phases =
        Stream.of("Reconciling", "Stalled")
            .filter(type -> ConditionType.valueOf(type).reasons(true).contains(reason))
            .collect(Collectors.joining(", "));
    return row(
        "`" + reason + "`",
        ConditionType.Ready.status(reason) ? "True" : "False",
        phases.isEmpty() ? "neither" : phases,
        code(reason.meaning()),
        code(reason.next()));
  }

  private static String detail(ConditionType type, boolean status, Reason reason) {
    return row(
        "`" + type + "`",
        status ? "True" : "False",
        "`" + reason + "`",
        code(reason.meaning()),
        code(reason.next()));
  }

  private static String events(String type) {
    return row(
        type,
        list(
            Arrays.stream(Reason.values())
                .filter(reason -> reason.eventType().filter(type::equals).isPresent())));
  }

  private static String list(Stream<Reason> reasons) {
    return reasons.map(reason -> "`" + reason + "`").collect(Collectors.joining(", "));
  }

  private static String code(String text) {
    return text.replaceAll("\\bspec(\\.\\w+)+", "`$0`");
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String lines(Stream<String> lines) {
    return lines.map(line -> line + "\n").collect(Collectors.joining());
  }
}
