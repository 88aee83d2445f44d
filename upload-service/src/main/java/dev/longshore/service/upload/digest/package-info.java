/**
 * Digests of bodies: what a client says its bytes come to, and whether they do. Knows no protocol;
 * each dialect has its own names for the algorithms.
 */
package dev.longshore.service.upload.digest;
