/** The chat page: the panel where a model answers, and the way to one where none does yet. */
@NullMarked
package org.katagpu.ui.page.chat;

import org.jspecify.annotations.NullMarked;
