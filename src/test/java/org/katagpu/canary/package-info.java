/** Secrets that must not be found where they do not belong. */
package org.katagpu.canary;
