package org.katagpu;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.katagpu.chat.Endpoint;
import org.katagpu.job.Nonce;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.Stages;
import org.katagpu.setup.gpu.GpuStage;
import org.katagpu.setup.image.ImageStage;
import org.katagpu.setup.kata.KataStage;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.setup.rootfs.DriverVersions;
import org.katagpu.setup.rootfs.RootfsStage;
import org.katagpu.setup.run.RunStore;
import org.katagpu.setup.serve.Proof;
import org.katagpu.setup.serve.ServeStage;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.evidence.AskOnlyProved;
import org.katagpu.ui.evidence.EvidenceModel;
import org.katagpu.ui.frame.PageFactory;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.page.essentials.Decisions;
import org.katagpu.ui.page.essentials.EssentialsController;
import org.katagpu.ui.page.essentials.EssentialsModel;
import org.katagpu.ui.page.gpu.GpusController;
import org.katagpu.ui.page.gpu.GpusModel;
import org.katagpu.ui.page.image.ModelImageController;
import org.katagpu.ui.page.image.ModelImageModel;
import org.katagpu.ui.page.kata.KataConfigController;
import org.katagpu.ui.page.kata.model.KataConfigModel;
import org.katagpu.ui.page.kata.model.SaveModel;
import org.katagpu.ui.page.kata.model.SessionConfigHost;
import org.katagpu.ui.page.network.NetworkController;
import org.katagpu.ui.page.network.NetworkModel;
import org.katagpu.ui.page.review.KeptRuns;
import org.katagpu.ui.page.review.ReviewController;
import org.katagpu.ui.page.review.ReviewItem;
import org.katagpu.ui.page.review.ReviewModel;
import org.katagpu.ui.page.review.WindowRun;
import org.katagpu.ui.page.rootfs.GuestImageController;
import org.katagpu.ui.page.rootfs.GuestImageModel;
import org.katagpu.ui.page.serve.ModelController;
import org.katagpu.ui.page.serve.ServeModel;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StageModelWork;
import org.katagpu.ui.stage.StageRuns;

/** The pages that each work on a stage, and the review of them all, put together by hand for one window. */
final class StagePages {
    private final Wizard wizard;
    private final ScanModel scans;
    private final StageRuns runs;
    private final Background background;
    private final StageScripts scripts;
    private final ServeModel model;
    private final EvidenceModel evidence;
    private BooleanSupplier kataEdited = () -> false;
    private final List<StageModel> models;
    private final Map<PageId, PageFactory> pages = new EnumMap<>(PageId.class);

    StagePages(Wizard wizard, ScanModel scans, StageRuns runs, Background background, StageScripts scripts,
            String owner, EvidenceModel.Asking asking, AskOnlyProved setting) {
        this.wizard = wizard;
        this.scans = scans;
        this.runs = runs;
        this.background = background;
        this.scripts = scripts;
        ServeStage serving = new ServeStage();
        StageModel serve = stage(serving);
        model = new ServeModel(wizard, scans, serve, serving, background);
        evidence = new EvidenceModel(wizard, model.provedProperty(), asking, background, setting);
        pages.put(PageId.MODEL, words -> new ModelController(model, evidence, serve, words));
        GpusModel gpus = gpus();
        GuestImageModel guestImage = guestImage();
        List<ReviewItem> items = List.of(new ReviewItem(PageId.GPUS, gpus.stage()),
                new ReviewItem(PageId.GUEST_IMAGE, guestImage.stage()),
                new ReviewItem(PageId.KATA_CONFIG, kataConfig()),
                new ReviewItem(PageId.MODEL_IMAGE, modelImage()),
                new ReviewItem(PageId.NETWORK, network()),
                new ReviewItem(PageId.MODEL, serve));
        EssentialsModel essentials = new EssentialsModel(wizard, items, guestImage::isProposed);
        pages.put(PageId.ESSENTIALS,
                words -> new EssentialsController(essentials, new Decisions(gpus, guestImage, model,
                        words), words));
        models = items.stream().map(ReviewItem::stage).toList();
        StageModelWork turns = new StageModelWork(models, background);
        String face = Nonce.random();
        Function<Session, RunStore> orders = session -> new RunStore(session.host(), scripts, Stages.WHOLE, face);
        WindowRun run = new WindowRun(wizard, turns, orders, owner, background);
        ReviewModel review = new ReviewModel(wizard, Stages.WHOLE, items, run);
        runs.onReattached(new KeptRuns(wizard, run, orders, owner, background)::look);
        pages.put(PageId.REVIEW, words -> new ReviewController(review, words));
    }

    Map<PageId, PageFactory> pages() {
        return pages;
    }

    /** One for each stage, in the order shown; shared by its page and Review. */
    List<StageModel> models() {
        return models;
    }

    /** Whether Kata's configuration is edited here and not saved to the host. */
    boolean isKataEdited() {
        return kataEdited.getAsBoolean();
    }

    /** What is claimed of the container now. */
    Proof proof() {
        return model.proof();
    }

    /** What is proved of the machine that answers. */
    EvidenceModel evidence() {
        return evidence;
    }

    /** The proved server, for the chat; empty while there is none. */
    ReadOnlyObjectProperty<Optional<Endpoint>> endpointProperty() {
        return model.endpointProperty();
    }

    private StageModel stage(Stage stage) {
        return new StageModel(stage, wizard, runs, background, scripts);
    }

    private GpusModel gpus() {
        StageModel bind = stage(new GpuStage());
        GpusModel gpus = new GpusModel(wizard, scans, bind);
        pages.put(PageId.GPUS, words -> new GpusController(gpus, bind, words));
        return gpus;
    }

    private StageModel kataConfig() {
        StageModel stage = stage(new KataStage());
        KataConfigModel config = new KataConfigModel(wizard, scans, new SessionConfigHost(), background);
        SaveModel save = new SaveModel(config, stage, background);
        kataEdited = save::isEdited;
        pages.put(PageId.KATA_CONFIG, words -> new KataConfigController(config, save, stage, background, words));
        return stage;
    }

    private GuestImageModel guestImage() {
        StageModel build = stage(new RootfsStage());
        GuestImageModel image = new GuestImageModel(wizard, scans, build, new DriverVersions());
        pages.put(PageId.GUEST_IMAGE, words -> new GuestImageController(image, build, words));
        return image;
    }

    private StageModel modelImage() {
        StageModel image = stage(new ImageStage());
        image.marks(PageId.MODEL_IMAGE);
        ModelImageModel model = new ModelImageModel(wizard, scans, image, background);
        pages.put(PageId.MODEL_IMAGE, words -> new ModelImageController(model, image, words));
        return image;
    }

    private StageModel network() {
        StageModel stage = stage(new NetworkStage());
        NetworkModel network = new NetworkModel(wizard, scans, stage);
        pages.put(PageId.NETWORK, words -> new NetworkController(network, stage, words));
        return stage;
    }
}
