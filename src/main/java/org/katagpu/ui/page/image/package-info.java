/** The model image page: built, pulled or imported into containerd. */
@NullMarked
package org.katagpu.ui.page.image;

import org.jspecify.annotations.NullMarked;
