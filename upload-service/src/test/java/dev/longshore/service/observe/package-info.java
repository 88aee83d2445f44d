/** What the service shows of itself, looked at with the tools that people look with. */
package dev.longshore.service.observe;
