package org.katagpu.ui;

import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.report.EvidenceReport;
import org.katagpu.attest.rung.EvidenceReply;
import org.katagpu.attest.rung.ExpectedMeasurement;
import org.katagpu.attest.rung.Ladder;
import org.katagpu.attest.rung.Rung;
import org.katagpu.attest.rung.RungStatus;
import org.katagpu.message.Text;
import org.katagpu.setup.Plan;
import org.katagpu.setup.serve.ProvedOnly;
import org.katagpu.setup.serve.ProvedServer;
import org.katagpu.setup.serve.TakenEvidence;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.evidence.AskOnlyProved;
import org.katagpu.ui.evidence.EvidenceModel;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;

/** Evidence as a test says it stands. */
public final class PlayedEvidence implements EvidenceModel.Asking {
    public final ObjectProperty<Optional<ProvedServer>> server = new SimpleObjectProperty<>(Optional.empty());
    public volatile Ladder ladder = ladder(RungStatus.State.OPEN);
    public volatile int asked;

    /** Of no server: nothing is ever asked. */
    public static EvidenceModel none(Wizard wizard, Background background, Path folder) {
        PlayedEvidence played = new PlayedEvidence();
        return played.model(wizard, played.server, background, folder);
    }

    public EvidenceModel model(Wizard wizard, ReadOnlyObjectProperty<Optional<ProvedServer>> of, Background background,
            Path folder) {
        return new EvidenceModel(wizard, of, this, background,
                new AskOnlyProved(new ProvedOnly(folder.resolve(ProvedOnly.FILE))));
    }

    @Override
    public TakenEvidence ask(Session session, Plan plan, ProvedServer proved) {
        asked++;
        return new TakenEvidence(new EvidenceReport(Instant.EPOCH, new EvidenceReply(proved.arguments(),
                Octets.of(new byte[32]), Octets.NONE, new EvidenceReply.Told.Nothing(Text.of("attest.open.no_device"))),
                new ExpectedMeasurement.Unknown(Text.of("attest.open.no_expected")), Map.of(), Map.of()), ladder);
    }

    /** @param three state of genuine, fresh and bound */
    public static Ladder ladder(RungStatus.State three) {
        Map<Rung, RungStatus> rungs = new EnumMap<>(Rung.class);
        for (Rung rung : Rung.values()) {
            boolean among = rung == Rung.GENUINE || rung == Rung.FRESH || rung == Rung.BOUND;
            rungs.put(rung, new RungStatus(among ? three : RungStatus.State.OPEN,
                    Text.of(three == RungStatus.State.PROVED && among
                            ? "attest.proved.fresh"
                            : "attest.open.no_device"),
                    among ? "0a0b0c" : ""));
        }
        return new Ladder(rungs, Optional.empty());
    }
}
