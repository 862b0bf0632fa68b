/** The model page: what is served and how, the proof that it answers, and what the running server does. */
@NullMarked
package org.katagpu.ui.page.serve;

import org.jspecify.annotations.NullMarked;
