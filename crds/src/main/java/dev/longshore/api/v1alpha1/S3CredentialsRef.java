package dev.longshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** An access key in a Secret in the namespace of the UploadService. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record S3CredentialsRef(
    @JsonPropertyDescription("Name of a Secret in the same namespace.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern("^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$")
        String name,
    @JsonPropertyDescription("Key in the Secret's data that holds the id of the access key.")
        @Default(S3CredentialsRef.DEFAULT_ACCESS_KEY_ID)
        @Size(min = 1, max = 253)
        @Pattern("^[-._a-zA-Z0-9]+$")
        String accessKeyId,
    @JsonPropertyDescription("Key in the Secret's data that holds the secret access key.")
        @Default(S3CredentialsRef.DEFAULT_SECRET_ACCESS_KEY)
        @Size(min = 1, max = 253)
        @Pattern("^[-._a-zA-Z0-9]+$")
        String secretAccessKey) {

  static final String DEFAULT_ACCESS_KEY_ID = "AWS_ACCESS_KEY_ID";
  static final String DEFAULT_SECRET_ACCESS_KEY = "AWS_SECRET_ACCESS_KEY";

  /** Fills in the schema's defaults. */
  public S3CredentialsRef {
    accessKeyId = accessKeyId == null ? DEFAULT_ACCESS_KEY_ID : accessKeyId;
    secretAccessKey = secretAccessKey == null ? DEFAULT_SECRET_ACCESS_KEY : secretAccessKey;
  }
}
