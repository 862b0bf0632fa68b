/** The built-in practice host: a sandboxed machine of files, and an SSH server on loopback in front of it. */
@NullMarked
package org.katagpu.practice;

import org.jspecify.annotations.NullMarked;
