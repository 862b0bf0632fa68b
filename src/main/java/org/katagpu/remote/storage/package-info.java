/** Where the app keeps its few files on the admin's machine, and how it writes them without ever losing one. */
@NullMarked
package org.katagpu.remote.storage;

import org.jspecify.annotations.NullMarked;
