/** Kata's configuration.toml as rows an admin can read: what is set, commented out or absent, and what it means. */
@NullMarked
package org.katagpu.kataconf;

import org.jspecify.annotations.NullMarked;
