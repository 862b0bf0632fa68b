/** Kata's configuration on the host: read, replaced as a whole, backed up and put back. */
@NullMarked
package org.katagpu.setup.kata;

import org.jspecify.annotations.NullMarked;
