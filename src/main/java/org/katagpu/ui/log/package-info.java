/**
 * The log pane that sits below every page of the window.
 *
 * <p>A {@link org.katagpu.ui.log.LogBook} holds one {@link org.katagpu.ui.log.LogModel} per job; both outlive the
 * pane, may be written from any thread, and know no language. {@link org.katagpu.ui.log.LogPane} shows the book in one language; after a language switch the frame
 * closes the pane and builds a new one over the same book. What the pane asks of the frame (cancel, choose a file) is
 * {@link org.katagpu.ui.log.LogActions}. The pane's strip stays visible when {@code foldedProperty()} is true; the
 * frame gives the pane its height. Colours are read from the theme, so a theme switch needs no call.
 */
@NullMarked
package org.katagpu.ui.log;

import org.jspecify.annotations.NullMarked;
