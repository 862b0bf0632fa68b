/** The review page: every stage with what it would change, and one button that runs what is needed. */
@NullMarked
package org.katagpu.ui.page.review;

import org.jspecify.annotations.NullMarked;
