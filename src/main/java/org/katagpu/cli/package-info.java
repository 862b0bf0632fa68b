/** The wizard's work from a terminal: beside the window, and neither knows the other. */
@NullMarked
package org.katagpu.cli;

import org.jspecify.annotations.NullMarked;
