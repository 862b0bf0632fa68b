/** The configuration as a form: tables, keys, an editor for each kind of value. */
@NullMarked
package org.katagpu.ui.page.kata.form;

import org.jspecify.annotations.NullMarked;
