package org.katagpu.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** A password in a file's first line, for where nobody can be asked. A file others can read is refused, as ssh refuses such keys. */
final class PasswordFile {
    private static final int LONGEST = 1024;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private PasswordFile() {}

    /** @return to be wiped by the caller */
    static char[] read(String file) throws ProblemException {
        byte[] bytes = new byte[0];
        try {
            Path path = Path.of(file);
            if (Files.isDirectory(path) || othersMayRead(path)) {
                throw problem("cli.password.open", file);
            }
            try (InputStream in = Files.newInputStream(path)) {
                bytes = in.readNBytes(LONGEST + 1);
            }
            return line(bytes, file);
        } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
            throw new ProblemException(Problem.of(Text.of("cli.file.unreadable", file, String.valueOf(e.getMessage())),
                    Text.of("cli.file.unreadable.next")), e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static char[] line(byte[] bytes, String file) throws ProblemException {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        if (end == 0 || end > LONGEST) {
            throw problem("cli.password.none", file);
        }
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, end));
        char[] password = new char[decoded.remaining()];
        decoded.get(password);
        Arrays.fill(decoded.array(), '\0');
        return password;
    }

    private static boolean othersMayRead(Path path) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (posix != null) {
            PosixFileAttributes attributes = posix.readAttributes();
            return attributes.permissions().stream().anyMatch(OTHERS::contains) || !isOurs(attributes.owner());
        }
        AclFileAttributeView acl = Files.getFileAttributeView(path, AclFileAttributeView.class);
        UserPrincipal owner = acl.getOwner();
        return acl.getAcl().stream()
                .anyMatch(entry -> entry.type() == AclEntryType.ALLOW && !entry.principal().equals(owner)
                        && entry.permissions().contains(AclEntryPermission.READ_DATA)
                        && !entry.principal().getName().matches("(?i)(.*\\\\)?(SYSTEM|Administrators)"));
    }

    /** Another user's file is that user's to change; root's is root's word. */
    private static boolean isOurs(UserPrincipal owner) {
        return owner.getName().equals(System.getProperty("user.name")) || owner.getName().equals("root");
    }

    private static ProblemException problem(String key, String file) {
        return new ProblemException(Problem.of(Text.of(key, file), Text.of(key + ".next", file)));
    }
}
