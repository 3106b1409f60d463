/** Servers that tests run beside themselves, to stop, pause and kill: PostgreSQL, Redis, and what signals take. */
@NullMarked
package dev.imagegateway.process;

import org.jspecify.annotations.NullMarked;
