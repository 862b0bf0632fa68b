package org.katagpu.setup;

import java.util.Optional;

import org.katagpu.message.Text;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.network.NetworkChoice;
import org.katagpu.setup.rootfs.RootfsChoice;

/** What the plan has for each stage, in a line. */
public final class PlanSummary {
    /** Empty where nothing is chosen for it: it is not asked, and takes no part in a run. */
    public Optional<Text> of(String stage, Plan plan) {
        return switch (stage) {
            case "gpu" -> gpus(plan);
            case "rootfs" -> guestImage(plan);
            case "kata" -> kataConfig(plan);
            case "image" -> modelImage(plan);
            case "network" -> network(plan);
            case "serve" -> model(plan);
            default -> Optional.empty();
        };
    }

    public Optional<Text> gpus(Plan plan) {
        return plan.gpu().devices().isEmpty()
                ? Optional.empty()
                : Optional.of(Text.of("review.gpu", String.join(", ", plan.gpu().devices())));
    }

    public Optional<Text> guestImage(Plan plan) {
        RootfsChoice choice = plan.rootfs();
        return choice.image().isEmpty()
                ? Optional.empty()
                : Optional.of(Text.of("review.rootfs", choice.image(), choice.driver().version()));
    }

    public Optional<Text> kataConfig(Plan plan) {
        boolean edited = !plan.kata().keys().isEmpty() || plan.kata().text().isThere() || !plan.kata().recommended();
        return Optional.of(Text.of(edited ? "review.kata" : "review.kata.recommended"));
    }

    public Optional<Text> modelImage(Plan plan) {
        ImageChoice choice = plan.image();
        return Optional.of(Text.of(switch (choice.way()) {
            case BUILD -> "review.image.build";
            case REGISTRY -> "review.image.registry";
            case IMPORT -> "review.image.import";
        }, choice.reference()));
    }

    public Optional<Text> network(Plan plan) {
        NetworkChoice choice = plan.network();
        return Optional.of(Text.of("review.network", choice.name(), choice.bridge()));
    }

    public Optional<Text> model(Plan plan) {
        return plan.serve().model().isEmpty()
                ? Optional.empty()
                : Optional.of(Text.of("review.serve", plan.serve().model()));
    }
}
