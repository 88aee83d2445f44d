/**
 * Who a request comes from. One {@link dev.longshore.service.access.Authenticator} for each way to
 * say so; none where nobody is asked.
 */
package dev.longshore.service.access;
