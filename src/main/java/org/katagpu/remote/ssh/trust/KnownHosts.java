package org.katagpu.remote.ssh.trust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.config.TrustRules;
import org.katagpu.remote.ssh.trust.KnownHostsFile.Placed;
import org.katagpu.remote.ssh.trust.KnownHostsLine.Entry;
import org.katagpu.remote.ssh.trust.KnownHostsLine.Malformed;
import org.katagpu.remote.ssh.trust.KnownHostsLine.Marker;

/**
 * The admin's known hosts and the app's own, read anew for each question. The meaning is OpenSSH's (sshd(8),
 * hostfile.c), stricter in three points: a key marked {@code @revoked} is refused also where the mark names the host
 * without its port, no key passes a mark too damaged to tell which key it was for, and a host known only by keys of
 * other types counts as changed.
 */
public final class KnownHosts {
    private final List<KnownHostsFile> files;
    private final List<RevokedKeys> revoked;
    private final Optional<String> alias;

    /**
     * @param home the admin's home folder, whose {@code .ssh/known_hosts} and {@code known_hosts2} are read
     * @param own the app's own file
     */
    public KnownHosts(Path home, Path own) {
        this(home, own, TrustRules.usual(home));
    }

    /** @param rules which files count for one host, besides the app's own, and by what name */
    public KnownHosts(Path home, Path own, TrustRules rules) {
        List<KnownHostsFile> all = new ArrayList<>();
        rules.knownHosts().forEach(file -> all.add(new KnownHostsFile(file, shown(home, file), false)));
        all.add(new KnownHostsFile(own, shown(home, own), true));
        files = List.copyOf(all);
        revoked = rules.revoked().stream().map(RevokedKeys::new).toList();
        alias = rules.keyAlias();
    }

    private static String shown(Path home, Path file) {
        return file.startsWith(home) ? "~/" + home.relativize(file) : file.toString();
    }

    /** The name that stands for the host: its alias, which has no port, or address and port. */
    HostName name(String address, int port) {
        return alias.map(name -> new HostName(name, Target.SSH_PORT)).orElseGet(() -> new HostName(address, port));
    }

    private HostName portless(String address) {
        return new HostName(alias.orElse(address), Target.SSH_PORT);
    }

    /** @throws ProblemException when a file is there and cannot be read */
    public HostKeyVerdict judge(String address, int port, HostKey shown) throws ProblemException {
        HostName host = name(address, port);
        HostName portless = portless(address);
        for (RevokedKeys list : revoked) {
            Optional<String> source = list.lists(shown);
            if (source.isPresent()) {
                return new HostKeyVerdict.Revoked(source.get());
            }
        }
        List<Placed> lines = lines();
        List<Found> entries = entries(lines);
        Predicate<Found> same = found -> found.entry.key().equals(shown);
        Predicate<Found> here = found -> found.entry.covers(host);
        Predicate<Found> anyPort = found -> found.entry.covers(portless);

        var revokedHere = marked(entries, Marker.REVOKED).filter(same).filter(here.or(anyPort)).findFirst();
        if (revokedHere.isPresent()) {
            return new HostKeyVerdict.Revoked(revokedHere.get().source);
        }
        Optional<String> damaged = lines.stream().filter(placed -> placed.line() instanceof Malformed line
                && line.revokes() && (line.mayConcern(host) || line.mayConcern(portless))).map(Placed::source)
                .findFirst();
        if (damaged.isPresent()) {
            return new HostKeyVerdict.RevocationDamaged(damaged.get());
        }
        var listed = marked(entries, Marker.NONE).filter(same).filter(here).findFirst();
        if (listed.isPresent()) {
            return new HostKeyVerdict.Trusted(listed.get().source);
        }
        List<HostKeyQuestion.Known> known = marked(entries, Marker.NONE).filter(here).map(Found::known).toList();
        if (!known.isEmpty()) {
            return new HostKeyVerdict.Changed(known, known.stream().anyMatch(key -> key.type().equals(shown.type())));
        }
        // As OpenSSH does: a host's key is as good on another port as long as nothing is known about that port.
        return marked(entries, Marker.NONE).filter(same).filter(anyPort).findFirst()
                .<HostKeyVerdict>map(found -> new HostKeyVerdict.Trusted(found.source))
                .orElseGet(HostKeyVerdict.Unknown::new);
    }

    /**
     * Signature algorithms for which a key of the host is known, to be negotiated first: else a host that has a
     * known RSA key and also an ed25519 key would seem changed. Empty for an unknown host.
     */
    public List<String> preferredAlgorithms(String address, int port) throws ProblemException {
        List<Found> entries = entries(lines());
        List<String> algorithms = algorithms(entries, name(address, port));
        return algorithms.isEmpty() ? algorithms(entries, portless(address)) : algorithms;
    }

    private static List<String> algorithms(List<Found> entries, HostName host) {
        List<HostKey> revoked = marked(entries, Marker.REVOKED).filter(found -> found.entry.covers(host))
                .map(found -> found.entry.key()).toList();
        return marked(entries, Marker.NONE).filter(found -> found.entry.covers(host)).map(found -> found.entry.key())
                .filter(key -> !revoked.contains(key)).flatMap(key -> algorithms(key.type())).distinct().toList();
    }

    /** An RSA key signs with SHA-2 today; its SHA-1 algorithm of the same name as the key type is not offered. */
    private static Stream<String> algorithms(String keyType) {
        return keyType.equals("ssh-rsa") ? Stream.of("rsa-sha2-512", "rsa-sha2-256") : Stream.of(keyType);
    }

    /** Lines that are passed over, and why. */
    public List<Text> warnings() throws ProblemException {
        return warnings(_ -> true, _ -> true);
    }

    /** Lines that are passed over and may be about this host. */
    public List<Text> notes(String address, int port) throws ProblemException {
        HostName host = name(address, port);
        return warnings(malformed -> malformed.mayConcern(host), entry -> entry.covers(host));
    }

    private List<Text> warnings(Predicate<Malformed> torn, Predicate<Entry> authority) throws ProblemException {
        List<Text> warnings = new ArrayList<>();
        for (Placed placed : lines()) {
            switch (placed.line()) {
                case Malformed malformed when torn.test(malformed) ->
                    warnings.add(Text.of("hostkey.malformed", placed.source(), malformed.reason()));
                case Entry entry when entry.marker() == Marker.CERTIFICATE_AUTHORITY && authority.test(entry) ->
                    warnings.add(Text.of("hostkey.certificate-authority", placed.source()));
                default -> {
                }
            }
        }
        return warnings;
    }

    private record Found(Entry entry, String source, boolean own) {
        HostKeyQuestion.Known known() {
            return new HostKeyQuestion.Known(entry.key().type(), entry.key().fingerprint(), source, own);
        }
    }

    private static Stream<Found> marked(List<Found> entries, Marker marker) {
        return entries.stream().filter(found -> found.entry.marker() == marker);
    }

    private static List<Found> entries(List<Placed> lines) {
        return lines.stream().<Found>mapMulti((placed, take) -> {
            if (placed.line() instanceof Entry entry) {
                take.accept(new Found(entry, placed.source(), placed.own()));
            }
        }).toList();
    }

    private List<Placed> lines() throws ProblemException {
        List<Placed> lines = new ArrayList<>();
        for (KnownHostsFile file : files) {
            lines.addAll(file.read());
        }
        return lines;
    }
}
