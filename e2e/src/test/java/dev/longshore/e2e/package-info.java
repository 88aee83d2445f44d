/**
 * What is promised, shown on a cluster: each test fails when the behaviour that it names is broken.
 */
package dev.longshore.e2e;
