/** Whom connections to others trust, where that is not whom the JVM trusts. */
package dev.longshore.service.trust;
