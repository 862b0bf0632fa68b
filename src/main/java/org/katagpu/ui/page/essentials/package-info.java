/** Only what the admin must decide, on one page; the rest stands there as recommended, with what it would change. */
@NullMarked
package org.katagpu.ui.page.essentials;

import org.jspecify.annotations.NullMarked;
