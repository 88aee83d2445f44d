/** Real processes of the service on one real Redis and one folder, killed, paused and stopped. */
package dev.longshore.service.pods;
