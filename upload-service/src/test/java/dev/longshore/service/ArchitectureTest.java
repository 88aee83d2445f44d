package dev.longshore.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;

/** The way of a byte is the layout: http, upload, then session or storage. */
@AnalyzeClasses(
    packages = "dev.longshore.service",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "dev.longshore.service.";

  /** Classes of some packages. */
  private record Some(GivenClassesConjunction classes) {
    ArchRule mayNotUse(String... packages) {
      return classes.should().dependOnClassesThat().resideInAnyPackage(packages);
    }
  }

  private static Some in(String... packages) {
    return new Some(noClasses().that().resideInAnyPackage(packages));
  }

  private static Some outside(String... packages) {
    return new Some(noClasses().that().resideOutsideOfPackages(packages));
  }

  /** How requests are served, which is no business of what stands beside that. */
  private static final String[] SERVING = {
    ROOT + "http..",
    ROOT + "access..",
    ROOT + "storage..",
    ROOT + "config..",
    ROOT + "health..",
    ROOT + "session.redis..",
    ROOT + "session.memory..",
    "io.micronaut..",
    "io.netty.."
  };

  @ArchTest
  static final ArchRule sessionKnowsNothingOfItsUsers =
      in(ROOT + "session..")
          .mayNotUse(
              ROOT + "http..",
              ROOT + "upload..",
              ROOT + "storage..",
              ROOT + "config..",
              ROOT + "health..");

  @ArchTest
  static final ArchRule storageKnowsNothingOfItsUsers =
      in(ROOT + "storage..")
          .mayNotUse(
              ROOT + "http..",
              ROOT + "upload..",
              ROOT + "session..",
              ROOT + "config..",
              ROOT + "health..");

  @ArchTest
  static final ArchRule uploadKnowsOnlyInterfaces =
      in(ROOT + "upload..")
          .mayNotUse(
              ROOT + "http..",
              ROOT + "config..",
              ROOT + "health..",
              ROOT + "session.redis..",
              ROOT + "session.memory..",
              ROOT + "storage.filesystem..",
              ROOT + "storage.s3..");

  @ArchTest
  static final ArchRule domainIsFreeOfFrameworks =
      in(ROOT + "upload..", ROOT + "session", ROOT + "storage..")
          .mayNotUse("io.micronaut..", "io.netty..", "jakarta..", "reactor..", "io.lettuce..");

  @ArchTest
  static final ArchRule httpReachesBytesOnlyThroughUpload =
      in(ROOT + "http..")
          .mayNotUse(
              ROOT + "storage..",
              ROOT + "config..",
              ROOT + "health..",
              ROOT + "session.redis..",
              ROOT + "session.memory..");

  @ArchTest
  static final ArchRule accessKnowsOnlyWhoAsks =
      in(ROOT + "access..")
          .mayNotUse(
              ROOT + "http..",
              ROOT + "session..",
              ROOT + "storage..",
              ROOT + "config..",
              ROOT + "health..",
              "io.micronaut..",
              "io.netty..");

  @ArchTest
  static final ArchRule nothingBelowKnowsAccess =
      in(ROOT + "upload..", ROOT + "session..", ROOT + "storage..").mayNotUse(ROOT + "access..");

  @ArchTest static final ArchRule hooksKnowOnlyUploads = in(ROOT + "hooks..").mayNotUse(SERVING);

  @ArchTest
  static final ArchRule eventsKnowOnlyWhatIsTold = in(ROOT + "events..").mayNotUse(SERVING);

  @ArchTest static final ArchRule adminOnlyLooks = in(ROOT + "admin..").mayNotUse(SERVING);

  @ArchTest
  static final ArchRule onlyConfigKnowsAdmin =
      outside(ROOT + "admin..", ROOT + "config..").mayNotUse(ROOT + "admin..");

  @ArchTest
  static final ArchRule onlyConfigKnowsHooks =
      outside(ROOT + "hooks..", ROOT + "config..").mayNotUse(ROOT + "hooks..");

  @ArchTest
  static final ArchRule nothingThatIsToldOfKnowsToWhom =
      in(ROOT + "http..", ROOT + "upload..", ROOT + "session..", ROOT + "storage..")
          .mayNotUse(ROOT + "events..");

  @ArchTest
  static final ArchRule onlyJwtKnowsJose =
      outside(ROOT + "access.jwt..").mayNotUse("com.nimbusds..");

  @ArchTest
  static final ArchRule onlyConfigWires = outside(ROOT + "config..").mayNotUse(ROOT + "config..");

  @ArchTest
  static final ArchRule onlyRedisKnowsLettuce =
      outside(ROOT + "session.redis..").mayNotUse("io.lettuce..");

  @ArchTest
  static final ArchRule onlyS3KnowsAws =
      outside(ROOT + "storage.s3..").mayNotUse("software.amazon..");

  @ArchTest
  static final ArchRule onlyTracingKnowsOpenTelemetry =
      outside(ROOT + "observe.tracing..").mayNotUse("io.opentelemetry..");

  @ArchTest
  static final ArchRule observeKnowsNothingOfThoseItWatches =
      in(ROOT + "observe..")
          .mayNotUse(
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
