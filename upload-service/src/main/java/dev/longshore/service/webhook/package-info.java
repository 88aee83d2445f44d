/**
 * What is sent to services of the user's own, signed so that they know who sent it, and waiting for
 * what they answer; nothing of uploads.
 */
package dev.longshore.service.webhook;
