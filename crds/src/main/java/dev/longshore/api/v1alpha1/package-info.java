/**
 * The resource that people write: the Java model of {@code longshore.dev/v1alpha1}. The CRD in
 * {@code helm/longshore/files} is generated from it.
 */
package dev.longshore.api.v1alpha1;
