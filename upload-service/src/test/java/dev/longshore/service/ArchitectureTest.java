package dev.longshore.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The way of a byte is the layout: http, upload, then session or storage. */
@AnalyzeClasses(
    packages = "dev.longshore.service",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "dev.longshore.service.";

  @ArchTest
  static final ArchRule sessionKnowsNothingOfItsUsers =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "session..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "http..",
              ROOT + "upload..",
              ROOT + "storage..",
              ROOT + "config..",
              ROOT + "health..");

  @ArchTest
  static final ArchRule storageKnowsNothingOfItsUsers =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "storage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "http..",
              ROOT + "upload..",
              ROOT + "session..",
              ROOT + "config..",
              ROOT + "health..");

  @ArchTest
  static final ArchRule uploadKnowsOnlyInterfaces =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "upload..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "http..",
              ROOT + "config..",
              ROOT + "health..",
              ROOT + "session.redis..",
              ROOT + "session.memory..",
              ROOT + "storage.filesystem..",
              ROOT + "storage.s3..");

  @ArchTest
  static final ArchRule domainIsFreeOfFrameworks =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "upload..", ROOT + "session", ROOT + "storage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.micronaut..", "io.netty..", "jakarta..", "reactor..", "io.lettuce..");

  @ArchTest
  static final ArchRule httpReachesBytesOnlyThroughUpload =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "storage..",
              ROOT + "config..",
              ROOT + "health..",
              ROOT + "session.redis..",
              ROOT + "session.memory..");

  @ArchTest
  static final ArchRule accessKnowsOnlyWhoAsks =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "access..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "http..",
              ROOT + "session..",
              ROOT + "storage..",
              ROOT + "config..",
              ROOT + "health..",
              "io.micronaut..",
              "io.netty..");

  @ArchTest
  static final ArchRule nothingBelowKnowsAccess =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "upload..", ROOT + "session..", ROOT + "storage..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "access..");

  @ArchTest
  static final ArchRule hooksKnowOnlyUploads =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "hooks..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "http..",
              ROOT + "access..",
              ROOT + "storage..",
              ROOT + "config..",
              ROOT + "health..",
              ROOT + "session.redis..",
              ROOT + "session.memory..",
              "io.micronaut..",
              "io.netty..");

  @ArchTest
  static final ArchRule eventsKnowOnlyWhatIsTold =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "events..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "http..",
              ROOT + "access..",
              ROOT + "storage..",
              ROOT + "config..",
              ROOT + "health..",
              ROOT + "session.redis..",
              ROOT + "session.memory..",
              "io.micronaut..",
              "io.netty..");

  @ArchTest
  static final ArchRule onlyConfigKnowsHooks =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "hooks..", ROOT + "config..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "hooks..");

  @ArchTest
  static final ArchRule nothingThatIsToldOfKnowsToWhom =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "http..", ROOT + "upload..", ROOT + "session..", ROOT + "storage..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "events..");

  @ArchTest
  static final ArchRule onlyJwtKnowsJose =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "access.jwt..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.nimbusds..");

  @ArchTest
  static final ArchRule onlyConfigWires =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "config..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "config..");

  @ArchTest
  static final ArchRule onlyRedisKnowsLettuce =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "session.redis..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.lettuce..");

  @ArchTest
  static final ArchRule onlyS3KnowsAws =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "storage.s3..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..");

  @ArchTest
  static final ArchRule onlyTracingKnowsOpenTelemetry =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "observe.tracing..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule observeKnowsNothingOfThoseItWatches =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "observe..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "http..",
              ROOT + "upload..",
              ROOT + "session..",
              ROOT + "storage..",
              ROOT + "config..",
              ROOT + "health..");

  @ArchTest
  static final ArchRule nothingKnowsKubernetes =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8..", "io.kubernetes..", "io.javaoperatorsdk..", "dev.longshore.api..");

  @ArchTest
  static final ArchRule noCycles = slices().matching(ROOT + "(**)").should().beFreeOfCycles();
}
