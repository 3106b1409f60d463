/** The check of names, against what Spring Boot binds. */
@NullMarked
package dev.imagegateway.settings;

import org.jspecify.annotations.NullMarked;
