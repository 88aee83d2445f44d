/** Tokens that an OpenID provider signs (RFC 7519, RFC 9068), checked with its published keys. */
package dev.longshore.service.access.jwt;
