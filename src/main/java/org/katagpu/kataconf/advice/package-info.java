/** What a GPU container needs to have set, to which value, and why. */
@NullMarked
package org.katagpu.kataconf.advice;

import org.jspecify.annotations.NullMarked;
