package org.katagpu.setup.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The real cnitool, from Debian's source package golang-github-appc-cni, which installer/test.sh fetches. */
public final class RealCnitool {
    private static final Path SOURCES = Path.of("target", "sources");

    private RealCnitool() {}

    /** The source as an archive. */
    static Path source() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files
                    .filter(file -> file.getFileName().toString().matches("golang-github-appc-cni_.*orig\\.tar\\..*"))
                    .findFirst().orElseThrow().toAbsolutePath();
        }
    }

    /** Builds it, once. */
    public static synchronized Path build() throws IOException, InterruptedException {
        Path built = SOURCES.resolve("cnitool").toAbsolutePath();
        if (!Files.isExecutable(built)) {
            Path work = Files.createTempDirectory("cnitool");
            Process build = new ProcessBuilder("bash", "-c", """
                    set -Eeuo pipefail
                    tree=$1/src/github.com/containernetworking/cni
                    mkdir -p "$tree"
                    tar -xf "$2" --strip-components=1 -C "$tree"
                    GO111MODULE=off CGO_ENABLED=0 GOPATH=$1 GOCACHE=$1/cache go build -o "$3" \\
                      github.com/containernetworking/cni/cnitool
                    rm -rf "$1"
                    """, "bash", work.toString(), source().toString(), built.toString()).redirectErrorStream(true)
                    .start();
            String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (build.waitFor() != 0) {
                throw new IllegalStateException("cnitool was not built: " + said);
            }
        }
        return built;
    }
}
