/**
 * How the rest of the service lets itself be looked at: what is behind it is called under the eyes
 * of {@link dev.longshore.service.observe.Calls}. Knows nothing of those it watches.
 */
package dev.longshore.service.observe;
