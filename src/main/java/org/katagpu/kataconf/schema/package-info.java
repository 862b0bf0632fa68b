/** What Kata's keys are: type, range, default, table, and the versions that know them. */
@NullMarked
package org.katagpu.kataconf.schema;

import org.jspecify.annotations.NullMarked;
