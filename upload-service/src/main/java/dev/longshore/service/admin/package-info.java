/**
 * Shows people who look after the service what uploads are under way, over a listener that only the
 * pod itself reaches. Knows of {@code session} and {@code upload}; nothing of the public HTTP.
 */
package dev.longshore.service.admin;
