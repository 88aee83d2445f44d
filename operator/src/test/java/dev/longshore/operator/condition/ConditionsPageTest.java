package dev.longshore.operator.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** People and programs are told all that a status can say, and nothing that it can't. */
class ConditionsPageTest {

  @Test
  void committedPageIsWhatTheCodeSays() throws IOException {
    var generated = ConditionsPage.markdown();
    if (Boolean.getBoolean("longshore.generate")) {
      Files.writeString(ConditionsPage.COMMITTED, generated);
    }
    assertThat(ConditionsPage.COMMITTED)
        .as(
            "docs/conditions.md no longer fits the operator; run ./mvnw -pl operator -am test"
                + " -Dtest=ConditionsPageTest -Dlongshore.generate=true"
                + " -Dsurefire.failIfNoSpecifiedTests=false and commit")
        .hasContent(generated);
  }

  @ParameterizedTest
  @EnumSource
  void aReasonGoesWithOneStatusOfACondition(ConditionType type) {
    assertThat(type.reasons(true)).noneMatch(type.reasons(false)::contains);
  }

  @Test
  void aConditionTakesNoReasonThatIsNotItsOwn() {
    assertThatThrownBy(() -> ConditionType.Available.status(Reason.SecretFound))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aProblemSaysWhatToDo() {
    assertThat(EnumSet.allOf(Reason.class))
        .filteredOn(reason -> reason.eventType().filter("Warning"::equals).isPresent())
        .allSatisfy(reason -> assertThat(reason.next()).as("%s", reason).isNotEmpty());
  }

  /** What nobody writes any more would stay in the table. */
  @Test
  void everyReasonIsUsed() {
    var used =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.longshore.operator")
                .get(Reason.class)
                .getFieldAccessesToSelf()
                .stream()
                .filter(access -> !access.getOriginOwner().getPackageName().endsWith(".condition"))
                .map(access -> access.getTarget().getName())
                .collect(Collectors.toSet());
    assertThat(EnumSet.allOf(Reason.class)).extracting(Reason::name).allMatch(used::contains);
  }
}
