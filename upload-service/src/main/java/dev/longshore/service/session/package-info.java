/**
 * Upload sessions and who may write to them: what a {@link SessionStore} keeps, and the leases that
 * let one pod at a time extend an upload.
 */
package dev.longshore.service.session;
