/** Asks a service of the user's own, by HTTP, whose each request is. */
package dev.longshore.service.access.forward;
