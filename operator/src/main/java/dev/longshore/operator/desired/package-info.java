/** Pure functions: an {@code UploadService} in, the Kubernetes object that it asks for out. */
package dev.longshore.operator.desired;
