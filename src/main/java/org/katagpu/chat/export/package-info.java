/** A conversation as text for other programs: Markdown, JSON, a curl command. */
@NullMarked
package org.katagpu.chat.export;

import org.jspecify.annotations.NullMarked;
