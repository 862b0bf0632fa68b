/** What a practice machine is, as data, and how it is laid out as a tree of files. */
@NullMarked
package org.katagpu.practice.machine;

import org.jspecify.annotations.NullMarked;
