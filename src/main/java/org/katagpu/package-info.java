/** The wizard as a program: its start, and the wiring of one window. */
@NullMarked
package org.katagpu;

import org.jspecify.annotations.NullMarked;
