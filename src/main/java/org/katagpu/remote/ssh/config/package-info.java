/** The admin's {@code ~/.ssh/config}: aliases, and what a typed host stands for. */
@NullMarked
package org.katagpu.remote.ssh.config;

import org.jspecify.annotations.NullMarked;
