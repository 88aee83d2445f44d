/** Parts of {@code /health}: the session store and the storage, asked for real each time. */
package dev.longshore.service.health;
