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
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** A bucket of S3, or of something that speaks S3. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record S3Spec(
    @JsonPropertyDescription("The bucket; it must exist.")
        @Required
        @Size(min = 3, max = 63)
        @Pattern("^[a-z0-9][a-z0-9.-]*[a-z0-9]$")
        String bucket,
    @JsonPropertyDescription(
            "The bucket's region. Without it, the AWS SDK looks for one: environment, profile,"
                + " instance.")
        @Size(min = 1, max = 64)
        @Pattern("^[a-z0-9-]+$")
        String region,
    @JsonPropertyDescription("URL of a server other than AWS, such as http://minio:9000.")
        @Size(min = 8, max = 2048)
        @Pattern("^https?://[^/?#@\\s]+/?$")
        String endpoint,
    @JsonPropertyDescription(
            "Whether the bucket's name stands in the path of URLs instead of in the host, which"
                + " most servers other than AWS need.")
        @Default("false")
        Boolean pathStyle,
    @JsonPropertyDescription(
            "Begins the key of every object, such as media/. Services that share a bucket need"
                + " different ones.")
        @Size(min = 2, max = 512)
        @Pattern("^([A-Za-z0-9!_'()][A-Za-z0-9!_.'()-]*/)+$")
        String prefix,
    @JsonPropertyDescription(
            "The access key. Without it, the AWS SDK's chain: web identity of the ServiceAccount,"
                + " pod identity, instance.")
        S3CredentialsRef credentialsSecretRef,
    @JsonPropertyDescription(
            "Size of the parts that objects are uploaded in; pods hold some in memory. Larger"
                + " uploads get larger parts where the limit of 10000 needs it.")
        @Default(S3Spec.DEFAULT_PART_SIZE)
        @ValidationRule(
            value =
                "!isQuantity(string(self)) || (!quantity(string(self)).isLessThan(quantity('5Mi'))"
                    + " && !quantity(string(self)).isGreaterThan(quantity('5Gi')))",
            message = "must be between 5Mi and 5Gi")
        Quantity partSize,
    @JsonPropertyDescription("Highest part number that the provider takes, such as 1000.")
        @Default("10000")
        @Min(1)
        @Max(10000)
        Integer maxParts,
    @JsonPropertyDescription(
            "How bytes are checked end to end: CRC32C, or None for providers that don't know it.")
        @Default("CRC32C")
        Checksum checksum,
    @JsonPropertyDescription(
            "Whether the provider knows If-None-Match. Without it, two uploads to one path that"
                + " end at the same moment may replace each other.")
        @Default("true")
        Boolean conditionalWrites,
    @JsonPropertyDescription(
            "What all uploads of a pod may hold in memory together, such as 64Mi. Without it, 45 %"
                + " of the Java heap.")
        @ValidationRule(
            value =
                "!isQuantity(string(self)) || (!quantity(string(self)).isLessThan(quantity('1Mi'))"
                    + " && !quantity(string(self)).isGreaterThan(quantity('1Ti')))",
            message = "must be between 1Mi and 1Ti")
        Quantity memory,
    @JsonPropertyDescription("Storage class of the objects, such as STANDARD_IA.")
        @Size(min = 1, max = 64)
        @Pattern("^[A-Z][A-Z0-9_]*$")
        String storageClass,
    @JsonPropertyDescription("Server-side encryption. Without it, what the bucket does by itself.")
        S3EncryptionSpec serverSideEncryption,
    @JsonPropertyDescription("Tags of the objects, 10 at most.")
        @Size(max = 10)
        @ValidationRule(
            value =
                "self.all(name, name.matches('^[A-Za-z0-9 _.:/+@-]{1,128}$') &&"
                    + " self[name].matches('^[A-Za-z0-9 _.:/+@-]*$'))",
            message = "may have letters, digits, spaces and _ . : / + @ - only")
        Map<String, @Size(max = 256) String> tags) {

  static final String DEFAULT_PART_SIZE = "8Mi";

  /** How bytes are checked between pod and bucket. */
  public enum Checksum {
    /** CRC-32C of every part and of the whole object. */
    CRC32C,
    /** The lengths only. */
    None
  }

  /** Fills in the schema's defaults. */
  public S3Spec {
    pathStyle = pathStyle != null && pathStyle;
    maxParts = maxParts == null ? 10000 : maxParts;
    checksum = checksum == null ? Checksum.CRC32C : checksum;
    conditionalWrites = conditionalWrites == null || conditionalWrites;
    partSize = partSize == null ? new Quantity(DEFAULT_PART_SIZE) : partSize;
  }
}
