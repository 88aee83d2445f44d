/**
 * The Secrets and ConfigMaps that resources name: watched without a label, kept as digests only.
 */
package dev.longshore.operator.secret;
