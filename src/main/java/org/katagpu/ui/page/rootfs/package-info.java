/** The guest image page: what goes into the image, from where, and the stage that does it. */
@NullMarked
package org.katagpu.ui.page.rootfs;

import org.jspecify.annotations.NullMarked;
