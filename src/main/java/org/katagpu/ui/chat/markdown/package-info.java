/** Markdown taken apart into flat blocks that can be drawn one by one, also while it is still being written. */
@NullMarked
package org.katagpu.ui.chat.markdown;

import org.jspecify.annotations.NullMarked;
