/**
 * What a user of the cluster sets up by hand around an UploadService: namespace, volume, Redis,
 * Secret.
 */
package dev.longshore.e2e.workspace;
