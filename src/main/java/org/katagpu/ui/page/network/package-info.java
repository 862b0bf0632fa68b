/** The network page: how the container is connected, drawn and in words, and the stage that does it. */
@NullMarked
package org.katagpu.ui.page.network;

import org.jspecify.annotations.NullMarked;
