/**
 * Asks services of the user's own, by HTTP, before an upload is created and before its object is
 * made. Nothing of it is there where none is configured.
 */
package dev.longshore.service.hooks;
