/**
 * What may be done with an upload: one use-case class over session and storage, free of HTTP and of
 * any framework.
 */
package dev.longshore.service.upload;
