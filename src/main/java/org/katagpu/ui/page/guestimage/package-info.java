/** The guest image page: what goes into the image, from where, and the stage that does it. */
@NullMarked
package org.katagpu.ui.page.guestimage;

import org.jspecify.annotations.NullMarked;
