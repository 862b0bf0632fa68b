/** Which host keys are trusted: known hosts read with OpenSSH's meaning, and the app's own file written safely. */
@NullMarked
package org.katagpu.remote.ssh.trust;

import org.jspecify.annotations.NullMarked;
