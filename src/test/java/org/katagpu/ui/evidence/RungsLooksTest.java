package org.katagpu.ui.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.attest.Evidence;
import org.katagpu.attest.Verifier;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.rung.EvidenceReply;
import org.katagpu.attest.rung.ExpectedMeasurement;
import org.katagpu.attest.rung.Ladder;
import org.katagpu.attest.rung.RungAppraiser;
import org.katagpu.attest.trust.Authority;
import org.katagpu.attest.trust.Issuer;
import org.katagpu.attest.trust.PinnedCertificates;
import org.katagpu.attest.trust.Trust;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.practice.firmware.PracticeAuthority;
import org.katagpu.practice.firmware.PracticeFirmware;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.Plan;
import org.katagpu.setup.serve.ProvedServer;
import org.katagpu.setup.serve.ServeEndpoint;
import org.katagpu.setup.serve.TakenEvidence;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.PlayedEvidence;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.frame.Page;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.theme.Theme;

/** The rungs in the window, for each manner the practice firmware plays, verified as it is there. */
class RungsLooksTest {
    private static final byte[] NONCE = nonce();

    @TempDir
    private Path folder;
    private final PracticeAuthority authority = new PracticeAuthority();
    private final byte[] key = new byte[91];

    @ParameterizedTest
    @CsvSource({"genuine, en, LIGHT, Proved by the practice authority", "replayed, en, LIGHT, Evidence refused",
        "other-server, en, LIGHT, Evidence refused", "other-device, en, LIGHT, Evidence refused",
        "no-device, en, LIGHT, Machine not proved", "genuine, zh, DARK, 由练习机构证明"})
    void eachMannerSaysWhatItProves(String manner, String language, Theme theme, String badge) {
        Verifier practice = new Verifier(new Trust(Authority.PRACTICE,
                List.of(new Issuer(authority.root(), authority.issuer()))));
        assertThat(show("rungs-" + manner + "-" + language, climb(practice, told(manner)), language, theme))
                .isEqualTo(badge);
    }

    /** The same evidence where Huawei's certificates count, as for any real host. */
    @Test
    void practiceEvidenceIsRefusedByTheRealVerifier() {
        assertThat(show("rungs-practice-refused", climb(new Verifier(PinnedCertificates.load()), told("genuine")), "en",
                Theme.LIGHT)).isEqualTo("Evidence refused");
    }

    private String show(String picture, Ladder ladder, String language, Theme theme) {
        PlayedEvidence played = new PlayedEvidence();
        played.ladder = ladder;
        Wizard wizard = new Wizard();
        FxBackground background = new FxBackground();
        EvidenceModel model = FxThread.get(() -> played.model(wizard, played.server, background, folder));
        FxThread.run(() -> wizard.connected(new Session(new LocalHost(folder), false, null),
                Plan.EMPTY));
        FxThread.run(() -> played.server.set(Optional.of(new ProvedServer(
                new ServeEndpoint("c", "10.88.0.2", 8000, "m", Optional.empty(), false), Optional.empty(), ""))));
        FxThread.await("asked", () -> model.takenProperty().get().isPresent());
        FxThread.run(() -> wizard.open(PageId.MODEL));
        try (TestWindow window = TestWindow.open(wizard, Map.of(PageId.MODEL, words -> page(model, words)),
                new Preferences(language, theme), folder)) {
            window.await("#rung-gpu");
            assertThat(window.clipped(picture)).isEmpty();
            return FxThread.get(() -> ((Label) window.root().lookup("#machine-badge")).getText());
        }
    }

    private static Page page(EvidenceModel model, Messages words) {
        VBox rungs = new VBox(4);
        MachineBadge badge = new MachineBadge(words);
        RungsView view = new RungsView(rungs, model, words, () -> {});
        view.show();
        badge.show(model.takenProperty().get().map(TakenEvidence::ladder));
        VBox page = new VBox(8, badge, rungs);
        page.getStyleClass().add("page");
        page.getStylesheets().add(RungsLooksTest.class.getResource("/org/katagpu/ui/page/serve/model.css")
                .toExternalForm());
        ScrollPane scrolled = new ScrollPane(page);
        scrolled.setFitToWidth(true);
        return () -> (Parent) scrolled;
    }

    private static Ladder climb(Verifier verifier, EvidenceReply.Told told) {
        return new RungAppraiser(verifier).climb(
                new EvidenceReply("-machine virt,kvm-type=cvm -object tmm-guest,id=tmm0", Octets.of(NONCE),
                        Octets.of(new byte[91]), told),
                new ExpectedMeasurement.Unknown(Text.of("attest.open.no_expected")), Instant.now());
    }

    private static byte[] nonce() {
        byte[] nonce = new byte[32];
        Arrays.fill(nonce, (byte) 7);
        return nonce;
    }

    private EvidenceReply.Told told(String manner) {
        if (manner.equals("no-device")) {
            return new EvidenceReply.Told.Nothing(Text.of("attest.open.no_device"));
        }
        Map<String, Octets> parts = new HashMap<>();
        for (String line : new PracticeFirmware(authority).answer(manner, NONCE, key).split("\n")) {
            String[] words = line.split(" ");
            parts.put(words[0], Octets.of(Base64.getDecoder().decode(words[1])));
        }
        return new EvidenceReply.Told.Given(new Evidence(parts.get("token"), parts.get("certificate")),
                parts.get("key"));
    }
}
