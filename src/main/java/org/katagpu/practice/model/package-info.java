/** The server that answers in the place of a model on the practice host. */
@NullMarked
package org.katagpu.practice.model;

import org.jspecify.annotations.NullMarked;
