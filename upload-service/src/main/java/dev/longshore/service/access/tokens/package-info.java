/** Bearer tokens that lie in files, one for each who may upload. */
package dev.longshore.service.access.tokens;
