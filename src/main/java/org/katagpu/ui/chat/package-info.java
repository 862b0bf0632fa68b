/** The chat panel: conversations at the left, what was said, the input below it, settings at the right. */
@NullMarked
package org.katagpu.ui.chat;

import org.jspecify.annotations.NullMarked;
