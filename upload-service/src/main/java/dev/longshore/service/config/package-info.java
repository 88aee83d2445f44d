/** Options, their defaults, and the beans that are made of them. */
package dev.longshore.service.config;
