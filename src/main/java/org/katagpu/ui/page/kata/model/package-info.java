/** What the configuration page knows: the file as read, every edit, what follows from them, and the save. */
@NullMarked
package org.katagpu.ui.page.kata.model;

import org.jspecify.annotations.NullMarked;
