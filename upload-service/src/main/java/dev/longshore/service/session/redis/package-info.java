/**
 * Sessions in Redis or Valkey, shared by all pods: standalone, behind Sentinel or in a Cluster,
 * connected to by a StackExchange.Redis connection string or by the application's own Lettuce
 * client.
 */
package dev.longshore.service.session.redis;
