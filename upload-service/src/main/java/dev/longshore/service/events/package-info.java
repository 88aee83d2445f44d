/**
 * Tells services of the user's own what happened to uploads: reads the log that the session store
 * writes with each change, and posts it as signed CloudEvents, at least once and in order for each
 * upload.
 */
package dev.longshore.service.events;
