/**
 * Calls of the Linux kernel that Java has no API for. Everything works without them, only slower.
 */
package dev.longshore.service.kernel;
