/** Words for the admin that are not yet in a language: keys with arguments, and failures as values. */
@NullMarked
package org.katagpu.message;

import org.jspecify.annotations.NullMarked;
