package dev.longshore.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may know which. */
@AnalyzeClasses(packages = "dev.longshore", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule LAYERS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("story")
          .definedBy("dev.longshore.operator")
          .layer("status")
          .definedBy("..operator.status..")
          .layer("dependent")
          .definedBy("..operator.dependent..")
          .layer("observed")
          .definedBy(
              "..operator.secret..",
              "..operator.volume..",
              "..operator.pod..",
              "..operator.upgrade..")
          .layer("desired")
          .definedBy("..operator.desired..")
          .layer("condition")
          .definedBy("..operator.condition..")
          .layer("config")
          .definedBy("..operator.config..")
          .layer("health")
          .definedBy("..operator.health..")
          .layer("serialization")
          .definedBy("..operator.serialization..")
          .whereLayer("story")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("status")
          .mayOnlyBeAccessedByLayers("story")
          .whereLayer("dependent")
          .mayOnlyBeAccessedByLayers("story", "status")
          .whereLayer("health")
          .mayOnlyBeAccessedByLayers("story")
          .whereLayer("serialization")
          .mayOnlyBeAccessedByLayers("story")
          .whereLayer("serialization")
          .mayNotAccessAnyLayer()
          .whereLayer("observed")
          .mayOnlyBeAccessedByLayers("story", "status")
          .whereLayer("desired")
          .mayOnlyBeAccessedByLayers("story", "dependent", "observed", "status")
          .whereLayer("condition")
          .mayOnlyBeAccessedByLayers("story", "dependent", "observed", "status")
          .whereLayer("config")
          .mayOnlyBeAccessedByLayers("story", "dependent");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("dev.longshore.operator.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule DESIRED_IS_PURE =
      noClasses()
          .that()
          .resideInAPackage("..operator.desired..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.javaoperatorsdk..", "io.fabric8.kubernetes.client..", "java.io..");

  @ArchTest
  static final ArchRule TRIAL_IS_A_USER =
      noClasses()
          .that()
          .resideInAPackage("..operator.trial..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.longshore.operator..")
                  .and(resideOutsideOfPackage("..operator.trial..")));

  @ArchTest
  static final ArchRule API_KNOWS_NO_OPERATOR =
      noClasses()
          .that()
          .resideInAPackage("dev.longshore.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.longshore.operator..", "io.javaoperatorsdk..");

  @ArchTest
  static final ArchRule KNOWS_NO_UPLOADS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.longshore.service..", "io.micronaut..", "io.netty..", "io.lettuce..");

  @ArchTest
  static final ArchRule CONCRETE_CLASSES_ARE_FINAL =
      classes()
          .that()
          .resideInAPackage("dev.longshore.operator..")
          .and()
          .areTopLevelClasses()
          .and()
          .areNotInterfaces()
          .and()
          .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
          .and()
          .haveSimpleNameNotContaining("package-info")
          .should()
          .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);
}
