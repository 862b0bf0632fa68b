package org.katagpu.remote.storage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hosts last connected to, latest first, without any secret. A file that cannot be understood counts as empty and
 * is written anew at the next connection: it is a convenience, not a record.
 */
public final class RecentHosts {
    public static final int MOST = 20;

    private static final Logger LOG = LoggerFactory.getLogger(RecentHosts.class);

    private final SharedFile file;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public RecentHosts(Path file) {
        this.file = new SharedFile(file);
    }

    /** As it stands in the file. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Entry(@Nullable String address, int port, @Nullable String user, @Nullable List<String> keyFiles,
            boolean useAgent,
            @Nullable List<Entry> jumps, @Nullable String alias) {
        static Entry of(Target target) {
            return new Entry(target.address(), target.port(), target.user(),
                    target.keyFiles().stream().map(Path::toString).toList(), target.useAgent(),
                    target.jumps().stream().map(Entry::of).toList(), target.alias().orElse(null));
        }

        Target target() {
            if (address == null || user == null) {
                throw new IllegalArgumentException("a host without a name or user");
            }
            return new Target(address, port, user,
                    keyFiles == null ? List.of() : keyFiles.stream().map(Path::of).toList(), useAgent,
                    jumps == null ? List.of() : jumps.stream().map(Entry::target).toList(), Optional.empty(),
                    Optional.ofNullable(alias));
        }
    }

    /** Empty also when the file cannot be read. */
    public List<Target> list() {
        try {
            return parse(file.read());
        } catch (IOException unreadable) {
            LOG.warn("recent hosts not read: {}", file.path(), unreadable.toString());
            return List.of();
        }
    }

    /** Puts a host first. A target with a pinned key, a practice host, is not kept: it is gone with the app. */
    public void add(Target target) throws ProblemException {
        if (target.pinnedKey().isPresent()) {
            return;
        }
        try {
            file.update(before -> {
                List<Target> hosts = new ArrayList<>(parse(before));
                hosts.removeIf(known -> known.label().equals(target.label())
                        && known.alias().orElse("").equals(target.alias().orElse("")));
                hosts.addFirst(target);
                return write(hosts.subList(0, Math.min(MOST, hosts.size())));
            });
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(Text.of("storage.recent", file.path().toString(), FileTrouble.reason(e)),
                            Text.of("storage.recent.next")),
                    e);
        }
    }

    private byte[] write(List<Target> hosts) {
        try {
            return json.writeValueAsBytes(hosts.stream().map(Entry::of).toList());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each entry by itself: one that is no host costs only itself. */
    private List<Target> parse(byte[] content) {
        List<Target> hosts = new ArrayList<>();
        try {
            JsonNode entries = content.length == 0 ? json.createArrayNode() : json.readTree(content);
            for (JsonNode entry : entries) {
                try {
                    hosts.add(json.treeToValue(entry, Entry.class).target());
                } catch (IOException | RuntimeException noHost) {
                    LOG.warn("a recent host was not understood: {}", file.path(), noHost.toString());
                }
            }
        } catch (IOException notOurs) {
            LOG.warn("recent hosts not understood: {}", file.path(), notOurs.toString());
        }
        return hosts;
    }
}
