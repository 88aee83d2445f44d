/** The service for tests: in this process or in one of its own, always with real files. */
package dev.longshore.service.server;
