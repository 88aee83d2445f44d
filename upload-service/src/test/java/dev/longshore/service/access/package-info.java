/** Who may do what, with the real service, a real Redis and a real issuer of tokens. */
package dev.longshore.service.access;
