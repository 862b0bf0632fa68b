/** Durable jobs: a script running on the host that outlives the connection. */
@NullMarked
package org.katagpu.job;

import org.jspecify.annotations.NullMarked;
