package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.katagpu.chat.Answer;
import org.katagpu.chat.ChatClient;
import org.katagpu.chat.ChatEvent;
import org.katagpu.chat.ChatRequest;
import org.katagpu.chat.Message;
import org.katagpu.chat.Settings;
import org.katagpu.chat.wire.HttpChatClient;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.serve.ProvedServer;
import org.katagpu.setup.serve.ServeEndpoint;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Asks the model that runs on a host, through the SSH connection: one question, or a conversation at the terminal. */
record ChatCommand(Connecting connecting) implements Command {
    private static final String ONLY_PROVED = "only-proved";

    @Override
    public CommandSpec spec(Specs specs) {
        return connecting.spec(specs, "chat").addPositional(specs.rest(1, "QUESTION", false))
                .addOption(specs.flag(ONLY_PROVED));
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer) throws ProblemException, InterruptedException {
        try (HostSession tie = connecting.open(asked, printer)) {
            ProvedServer server = ServedModelOf.server(tie);
            boolean wanted = asked.matchedOptionValue("--" + ONLY_PROVED, false);
            return connecting.admin().machines().admits(tie, server, wanted, printer)
                    ? talk(tie, server.endpoint(), asked, printer)
                    : ExitCode.BLOCKED;
        }
    }

    private ExitCode talk(HostSession tie, ServeEndpoint server, ParseResult asked, Printer printer)
            throws ProblemException, InterruptedException {
        try (ServedModelOf served = ServedModelOf.of(tie, server)) {
            ChatClient client = new HttpChatClient(tie.host()::dial, tie.host().label(), served.endpoint());
            List<Message> said = new ArrayList<>();
            String question = String.join(" ", asked.matchedPositionalValue(1, List.<String>of()));
            if (!question.isBlank()) {
                return ask(client, said, question, printer);
            }
            ExitCode code = ExitCode.DONE;
            Optional<String> typed = next();
            while (typed.filter(line -> !line.isBlank()).isPresent()) {
                code = ask(client, said, typed.get(), printer);
                typed = next();
            }
            return code;
        }
    }

    /** An empty line ends the conversation. */
    private Optional<String> next() {
        return connecting.admin().prompts().line("> ");
    }

    private static ExitCode ask(ChatClient client, List<Message> said, String question, Printer printer)
            throws InterruptedException {
        said.add(new Message(Message.Role.USER, question));
        CompletableFuture<ChatEvent.End> end = new CompletableFuture<>();
        client.send(ChatRequest.of(client.endpoint().model(), said, Settings.DEFAULT), event -> {
            switch (event) {
                case ChatEvent.Text(String part, var _) when !printer.asJson() -> printer.piece(part);
                case ChatEvent.End last -> end.complete(last);
                case ChatEvent.Accepted _,ChatEvent.Text _,ChatEvent.Reasoning _ -> {
                }
            }
        }).await();
        ChatEvent.End last = end.join();
        said.add(new Message(Message.Role.ASSISTANT, last.answer().text()));
        if (printer.asJson()) {
            printer.json(json(question, last.answer()));
        } else {
            printer.raw("");
        }
        if (last instanceof ChatEvent.Failed failed) {
            printer.trouble(failed.problem());
            return ExitCode.FAILED;
        }
        return ExitCode.DONE;
    }

    private static ObjectNode json(String question, Answer answer) {
        return ReportJson.document("chat/1").put("model", answer.model()).put("question", question)
                .put("answer", answer.text()).put("reasoning", answer.reasoning())
                .put("ending", answer.ending().name().toLowerCase(Locale.ROOT));
    }
}
