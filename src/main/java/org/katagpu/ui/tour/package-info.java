/** Walks every page on the practice host through the real window and keeps a picture of each. */
@NullMarked
package org.katagpu.ui.tour;

import org.jspecify.annotations.NullMarked;
