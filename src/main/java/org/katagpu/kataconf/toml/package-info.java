/** A TOML document that keeps every byte it does not change. */
@NullMarked
package org.katagpu.kataconf.toml;

import org.jspecify.annotations.NullMarked;
