package org.katagpu.fuzz;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** An input that a target did not take as it should. */
record Finding(String target, String what, byte[] input, String detail) {
    static Finding thrown(String target, Throwable thrown, byte[] input) {
        StringWriter stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        String text = stack.toString();
        return new Finding(target, thrown.getClass().getName(), input,
                text.substring(0, Math.min(4000, text.length())));
    }

    /** Keeps the input, to be run again, and says where. */
    Path save(Path folder) throws IOException {
        Path place = Files.createDirectories(folder.resolve(target));
        String name = what.replaceAll("[^A-Za-z0-9.]+", "-") + "-" + Integer.toHexString(Arrays.hashCode(input));
        Files.writeString(place.resolve(name + ".txt"), detail);
        return Files.write(place.resolve(name), input);
    }
}
