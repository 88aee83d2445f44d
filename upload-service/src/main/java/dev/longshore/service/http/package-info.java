/**
 * HTTP in and out: one resource {@code /uploads} in several dialects, each of which only translates
 * between its protocol and {@link dev.longshore.service.upload.Uploads}.
 */
package dev.longshore.service.http;
