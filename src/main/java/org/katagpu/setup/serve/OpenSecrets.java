package org.katagpu.setup.serve;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.katagpu.setup.SecretInAddress;

/**
 * Secrets among words that travel in the open: a plan's file, a script's head, the process list, the server's own log of
 * its arguments. Told by an option's name, also shortened as Python's argparse takes it, by a name inside a value, and
 * by the shapes tokens have at their issuers.
 */
final class OpenSecrets {
    private static final Set<String> OPTIONS = Set.of("--api-key", "--hf-token", "--ssl-keyfile-password");
    private static final int SHORTEST = 4;
    private static final String NAME = "(?:(?:api|access|secret|private|auth|account)[-_.]?(?:key|token)"
            + "|(?:hf|hub|hugging[-_]?face|modelscope|bearer|session|login)[-_.]?token|password|passwd|passphrase|passcode"
            + "|secret|credential)";
    private static final Pattern OPTION_NAME = Pattern.compile("(?i)^-.{0,80}?" + NAME);
    private static final Pattern IN_VALUE = Pattern.compile("(?i)" + NAME + "[\\w.-]{0,40}[\"']?\\s{0,4}[:=]");
    private static final Pattern SHAPE = Pattern.compile("(?<![A-Za-z0-9])(?:hf_[A-Za-z0-9]{16,}|sk-[A-Za-z0-9_-]{16,}"
            + "|ms-[0-9a-f]{8}-[0-9a-f-]{20,}|(?i:bearer)\\s{1,4}\\S{8,})");

    private static final Pattern ADDRESS = Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]{0,20}:)?//\\S+");

    private OpenSecrets() {}

    /** @param typed more arguments, as typed, also where its quotes are not closed */
    static boolean in(String typed) {
        List<String> words = ArgumentWords.split(typed).orElseGet(() -> List.of(typed.split("[\\s'\"]+")));
        return SHAPE.matcher(typed).find() || words.stream().anyMatch(OpenSecrets::is);
    }

    private static boolean is(String word) {
        String option = option(word);
        boolean shortened = option.length() >= SHORTEST
                && OPTIONS.stream().anyMatch(secret -> secret.startsWith(option));
        return shortened && !ServerCommand.reserved(List.of(word))
                || ADDRESS.matcher(word).results().anyMatch(address -> SecretInAddress.is(address.group()))
                || OPTION_NAME.matcher(option).find() || IN_VALUE.matcher(word).find() || SHAPE.matcher(word).find();
    }

    /** The option a word names, as vLLM reads it: underscores are dashes, a value may follow an equals sign. */
    static String option(String word) {
        return word.startsWith("-") ? word.split("=", 2)[0].replace('_', '-').toLowerCase(Locale.ROOT) : "";
    }
}
