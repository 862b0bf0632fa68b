package org.katagpu;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.katagpu.cli.CommandTree;
import org.katagpu.message.Messages;

/** Starts the command line. Loads nothing of JavaFX. */
public final class Cli {
    private Cli() {}

    static void main(String[] arguments) {
        PrintStream out = utf8Where(System.out.charset(), FileDescriptor.out);
        PrintStream err = utf8Where(System.err.charset(), FileDescriptor.err);
        if (arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
            // Nothing is read for it: asked often, by scripts.
            out.println(CommandTree.NAME + " " + Version.ofThis());
            return;
        }
        Messages words = new Messages(language(Locale.getDefault(Locale.Category.DISPLAY)));
        AppLog.toFile(LocalEnvironment.ofThisAccount().folders().cache());
        Runtime.getRuntime().exit(CommandTree.of(words, CliAdmin::ofThisAccount).run(out, err, arguments).status());
    }

    private static Locale language(Locale system) {
        return Messages.LOCALES.stream().filter(known -> known.getLanguage().equals(system.getLanguage())).findFirst()
                .orElse(Locale.ENGLISH);
    }

    /** A terminal that says it knows ASCII only (LC_ALL=C) shows UTF-8 all the same. */
    private static PrintStream utf8Where(Charset told, FileDescriptor to) {
        boolean all = told.newEncoder().canEncode("— 文");
        return new PrintStream(new FileOutputStream(to), true, all ? told : StandardCharsets.UTF_8);
    }
}
