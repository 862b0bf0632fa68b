/** Small reusable controls, and the way work leaves and comes back to the JavaFX thread. */
@NullMarked
package org.katagpu.ui.control;

import org.jspecify.annotations.NullMarked;
