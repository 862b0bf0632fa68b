package org.katagpu.ui.page.essentials;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import org.katagpu.message.Text;
import org.katagpu.setup.Plan;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.network.NetworkChoice;
import org.katagpu.setup.serve.ServeChoice;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.StepMark;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.page.review.ReviewItem;

/** What is still to be decided, and what all stages would change as things are chosen. JavaFX thread only. */
public final class EssentialsModel {
    private final Wizard wizard;
    private final List<ReviewItem> items;
    private final BooleanSupplier imageProposed;
    private final ReadOnlyLongWrapper changed = new ReadOnlyLongWrapper();

    /** @param imageProposed whether the guest image is as the host's facts suggest */
    public EssentialsModel(Wizard wizard, List<ReviewItem> items, BooleanSupplier imageProposed) {
        this.wizard = wizard;
        this.items = List.copyOf(items);
        this.imageProposed = imageProposed;
        items.forEach(item -> item.stage().viewProperty().subscribe(view -> touched()));
        wizard.planProperty().subscribe(plan -> touched());
        wizard.sessionProperty().subscribe(session -> touched());
    }

    List<ReviewItem> items() {
        return items;
    }

    /** Grows with everything that is to be drawn anew. */
    ReadOnlyLongProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    /** The page came to the front: what was never asked is asked. */
    void shown() {
        items.forEach(ReviewItem::checkFirst);
    }

    void checkAll() {
        items.forEach(ReviewItem::check);
    }

    Optional<Text> chosen(ReviewItem item) {
        return item.stage().chosen();
    }

    /** Names of what only the admin can say and has not said. */
    List<Text> undecided() {
        Plan plan = wizard.planProperty().get();
        List<Text> open = new ArrayList<>();
        if (plan.gpu().devices().isEmpty()) {
            open.add(Text.of("essentials.gpus"));
        }
        if (plan.rootfs().kernelTree().isEmpty()) {
            open.add(Text.of("essentials.kernel"));
        }
        if (!plan.serve().faults().isEmpty()) {
            open.add(Text.of("essentials.model"));
        }
        return open;
    }

    /** A field of these that is wrong. */
    Optional<Text> wrong() {
        return items.stream().flatMap(item -> item.stage().drafts().firstProperty().get().stream())
                .map(draft -> Text.of("panel.standing.wrong", draft.name())).findFirst();
    }

    /** Whether the page's choices beside the three are those recommended; nothing is claimed of what is not there yet. */
    boolean isRecommended(ReviewItem item) {
        Plan plan = wizard.planProperty().get();
        return switch (item.page()) {
            case GUEST_IMAGE -> imageProposed.getAsBoolean();
            case KATA_CONFIG -> plan.kata().recommended() && plan.kata().keys().isEmpty()
                    && !plan.kata().text().isThere();
            case MODEL_IMAGE -> ImageChoice.DEFAULT.withBuild(plan.image().build()).equals(plan.image());
            case NETWORK -> NetworkChoice.DEFAULT
                    .withPlugins(NetworkChoice.DEFAULT.plugins().withSha256(plan.network().plugins().sha256()))
                    .withCnitool(NetworkChoice.DEFAULT.cnitool().withSha256(plan.network().cnitool().sha256()))
                    .equals(plan.network());
            case MODEL -> ServeChoice.DEFAULT.withModel(plan.serve().model()).withSource(plan.serve().source())
                    .equals(plan.serve());
            default -> true;
        };
    }

    void open(PageId page) {
        wizard.send(page);
    }

    private void touched() {
        changed.set(changed.get() + 1);
        if (wizard.sessionProperty().get().isPresent()) {
            wizard.mark(PageId.ESSENTIALS,
                    undecided().isEmpty() && wrong().isEmpty() ? StepMark.DONE : StepMark.OPEN);
        }
    }
}
