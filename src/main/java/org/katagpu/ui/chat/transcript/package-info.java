/** What was said, drawn block by block: only what is in sight exists as nodes, and text can be selected across blocks. */
@NullMarked
package org.katagpu.ui.chat.transcript;

import org.jspecify.annotations.NullMarked;
