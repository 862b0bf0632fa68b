/** What is wrong or doubtful in a configuration, where it stands, and how to mend it. */
@NullMarked
package org.katagpu.kataconf.check;

import org.jspecify.annotations.NullMarked;
