/** The wizard's window: step rail, header, the page in front, and the log pane below every page. */
@NullMarked
package org.katagpu.ui.frame;

import org.jspecify.annotations.NullMarked;
