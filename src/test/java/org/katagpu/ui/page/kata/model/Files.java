package org.katagpu.ui.page.kata.model;

import java.util.function.Consumer;
import org.katagpu.kataconf.advice.SetupFacts;
import org.katagpu.kataconf.advice.Variant;
import org.katagpu.kataconf.change.History;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.ui.control.Background;

/** A configuration as a host might have it, and models over it that do everything at once. */
final class Files {
    static final String PATH = "/etc/kata-containers/configuration.toml";
    static final String TEXT = """
            # Kata
            [hypervisor.qemu]
            path = "/usr/bin/qemu"
            # How devices are attached.
            #cold_plug_vfio = "no-port"
            default_memory = 2048
            my_own_key = 5

            [agent.kata]
            #dial_timeout = 45

            [runtime]
            #static_sandbox_resource_mgmt = true
            """;
    static final Schema SCHEMA = new Schema();
    static final KataVersion VERSION = KataVersion.of(KnownVersion.V3_15_0);
    static final TablePath QEMU = TablePath.of("hypervisor", "qemu");

    private Files() {}

    static KeyRef qemu(String key) {
        return new KeyRef(QEMU, key);
    }

    static EditModel edit(String text) {
        Analyzer judge = new Analyzer(SCHEMA, new SetupFacts(65_536, 1, 0, Variant.V3_15, VERSION));
        TomlDocument document = TomlDocument.of(text);
        return new EditModel(judge, new AtOnce(), new History(document), judge.judge(document));
    }

    static final class AtOnce implements Background {
        @Override
        public <T> Running run(Work<T> work, Consumer<? super T> done, Consumer<Problem> failed) {
            try {
                done.accept(work.get());
            } catch (ProblemException e) {
                failed.accept(e.problem());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return () -> {};
        }

        @Override
        public void later(Runnable action) {
            action.run();
        }
    }
}
