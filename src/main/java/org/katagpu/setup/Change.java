package org.katagpu.setup;

import org.katagpu.message.Text;

/** One change on the host. @param done false: it would be made; true: it was made and read back */
public record Change(String id, boolean done, Text what) {}
