/**
 * Clients of the service for tests: requests in order, and requests as no library would send them.
 */
package dev.longshore.service.client;
