/** What the chat page knows: the server, the conversations, what is being answered. Outlives what is drawn of it. */
@NullMarked
package org.katagpu.ui.chat.model;

import org.jspecify.annotations.NullMarked;
