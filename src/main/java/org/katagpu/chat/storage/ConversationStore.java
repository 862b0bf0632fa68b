package org.katagpu.chat.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.katagpu.chat.Conversation;
import org.katagpu.chat.export.ConversationFormatException;
import org.katagpu.chat.export.ConversationJson;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.storage.FileTrouble;
import org.katagpu.remote.storage.SharedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Conversations in a folder of this machine, one file each, readable by their owner alone. Off until the admin turns
 * it on; the folder's existence is the choice, so turning it off takes every file with it. Methods block: the files
 * are synced to disk.
 */
public final class ConversationStore {
    private static final Logger LOG = LoggerFactory.getLogger(ConversationStore.class);
    private static final String ENDING = ".json";
    private static final String MARK = ".keep";

    private final Path folder;
    private final ConversationJson json = new ConversationJson();

    /** @param folder of these files alone */
    public ConversationStore(Path folder) {
        this.folder = folder;
    }

    public Path folder() {
        return folder;
    }

    /** Whether the admin wants conversations kept. */
    public boolean on() {
        return Files.exists(folder.resolve(MARK));
    }

    public void turnOn() throws ProblemException {
        try {
            new SharedFile(folder.resolve(MARK)).update(_ -> new byte[]{'\n'});
        } catch (IOException e) {
            throw problem("write", folder, e);
        }
    }

    /** Deletes every conversation that was kept. */
    public void turnOff() throws ProblemException {
        for (Path file : files()) {
            delete(file);
        }
        delete(folder.resolve(MARK));
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException foreign) {
            LOG.warn("files that are not conversations stay in {}", folder);
        } catch (IOException e) {
            throw problem("delete", folder, e);
        }
    }

    /** Newest first. A file that cannot be understood is left alone and left out. */
    public List<Conversation> load() throws ProblemException {
        List<Conversation> conversations = new ArrayList<>();
        for (Path file : files()) {
            try {
                conversations.add(json.read(Files.readString(file)));
            } catch (ConversationFormatException | IOException unreadable) {
                LOG.warn("not a conversation: {}: {}", file, unreadable.toString());
            }
        }
        conversations.sort(Comparator.comparing(Conversation::created).reversed());
        return conversations;
    }

    /** Writes the conversation as it is now, in place of what was kept of it. Nothing is written while this is off. */
    public void save(Conversation conversation) throws ProblemException {
        if (on()) {
            Path file = file(conversation.id());
            try {
                new SharedFile(file).update(_ -> json.write(conversation).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw problem("write", file, e);
            }
        }
    }

    /** Also of one that was never kept. */
    public void delete(Conversation conversation) throws ProblemException {
        delete(file(conversation.id()));
    }

    private void delete(Path file) throws ProblemException {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".lock"));
        } catch (IOException e) {
            throw problem("delete", file, e);
        }
    }

    private Path file(String id) {
        return folder.resolve(id + ENDING);
    }

    private List<Path> files() throws ProblemException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(ENDING)).toList();
        } catch (NoSuchFileException off) {
            return List.of();
        } catch (IOException e) {
            throw problem("read", folder, e);
        }
    }

    private static ProblemException problem(String act, Path file, IOException why) {
        String key = "chat.storage." + act;
        return new ProblemException(Problem.of(Text.of(key, file.toString(), FileTrouble.reason(why)),
                Text.of(key + ".next")), why);
    }
}
