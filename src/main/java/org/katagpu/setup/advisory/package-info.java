/** Published vulnerabilities: which of them a version found on a host has. */
@NullMarked
package org.katagpu.setup.advisory;

import org.jspecify.annotations.NullMarked;
