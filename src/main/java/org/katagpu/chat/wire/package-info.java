/** The protocol below a conversation: a channel through the host, TLS, HTTP/1.1, server-sent events, JSON. */
@NullMarked
package org.katagpu.chat.wire;

import org.jspecify.annotations.NullMarked;
