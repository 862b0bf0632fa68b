/** Conversations kept on this machine, where the admin asked for it. */
@NullMarked
package org.katagpu.chat.storage;

import org.jspecify.annotations.NullMarked;
