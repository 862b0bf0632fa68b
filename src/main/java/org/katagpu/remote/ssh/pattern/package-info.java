/** OpenSSH's host patterns, as known_hosts and ssh_config share them. */
@NullMarked
package org.katagpu.remote.ssh.pattern;

import org.jspecify.annotations.NullMarked;
