package org.katagpu.cli;

import java.util.stream.Collectors;

import org.katagpu.message.Text;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in the admin's language: picocli's own sentences are English. */
final class UsageWords {
    private UsageWords() {}

    static Text of(ParameterException wrong) {
        return switch (wrong) {
            case UnmatchedArgumentException unknown -> Text.of("cli.usage.unknown",
                    String.join(" ", unknown.getUnmatched()));
            case MissingParameterException missing when !missing.getMissing().isEmpty() -> Text
                    .of("cli.usage.missing", missing.getMissing().stream().map(UsageWords::name)
                            .collect(Collectors.joining(" ")));
            case OverwrittenOptionException twice -> Text.of("cli.usage.twice", name(twice.getOverwritten()));
            case MaxValuesExceededException _ -> Text.of("cli.usage.values", named(wrong));
            default -> Text.of("cli.usage.value", named(wrong), wrong.getValue() == null ? "" : wrong.getValue());
        };
    }

    private static String named(ParameterException wrong) {
        ArgSpec about = wrong.getArgSpec();
        return about == null ? "" : name(about);
    }

    private static String name(ArgSpec about) {
        return about instanceof OptionSpec option ? option.longestName() : about.paramLabel();
    }
}
