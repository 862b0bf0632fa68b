/** Conversations with an OpenAI-compatible model server that is reached through the connection to the host. */
@NullMarked
package org.katagpu.chat;

import org.jspecify.annotations.NullMarked;
