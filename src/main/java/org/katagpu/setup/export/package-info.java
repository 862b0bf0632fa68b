/** What a host's setup becomes outside of the wizard: a script to run there, and a report of it. */
@NullMarked
package org.katagpu.setup.export;

import org.jspecify.annotations.NullMarked;
