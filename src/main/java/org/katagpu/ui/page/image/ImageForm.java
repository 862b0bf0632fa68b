package org.katagpu.ui.page.image;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import javafx.scene.control.TextField;
import javafx.scene.layout.Pane;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.WholeNumber;
import org.katagpu.setup.browse.WantedPath;
import org.katagpu.setup.image.BuildSettings;
import org.katagpu.setup.image.ImageArchive;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageMirrors;
import org.katagpu.setup.image.ImageStore;
import org.katagpu.setup.image.ImageWay;
import org.katagpu.setup.image.RegistryImage;
import org.katagpu.ui.browse.BrowseButton;
import org.katagpu.ui.control.ChoiceForm;
import org.katagpu.ui.control.FieldPlace;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.control.SettingField.Setting;
import org.katagpu.ui.control.SettingField.Taken;
import org.katagpu.ui.stage.StageModel;

/** The model image's settings: what each field of the page is in the choice. */
final class ImageForm {
    /** @param way the one the field counts for; empty: every one */
    private record Part(Optional<ImageWay> way, Function<ImageChoice, String> read,
            BiFunction<ImageChoice, String, ImageChoice> write) {
        static Part build(Function<BuildSettings, String> read,
                BiFunction<BuildSettings, String, BuildSettings> write) {
            return of(ImageWay.BUILD, choice -> read.apply(choice.build()),
                    (choice, text) -> choice.withBuild(write.apply(choice.build(), text)));
        }

        static Part of(ImageWay way, Function<ImageChoice, String> read,
                BiFunction<ImageChoice, String, ImageChoice> write) {
            return new Part(Optional.of(way), read, write);
        }

        static Part always(Function<ImageChoice, String> read, BiFunction<ImageChoice, String, ImageChoice> write) {
            return new Part(Optional.empty(), read, write);
        }

        static Part mirror(Function<ImageMirrors, String> read, BiFunction<ImageMirrors, String, ImageMirrors> write) {
            return always(choice -> read.apply(choice.mirrors()),
                    (choice, text) -> choice.withMirrors(write.apply(choice.mirrors(), text)));
        }
    }

    private static final Map<String, Part> PARTS = Map.ofEntries(
            entry("jobs", Part.build(now -> String.valueOf(now.maxJobs()),
                    (now, text) -> now.withMaxJobs(WholeNumber.of(text)))),
            entry("threads", Part.build(now -> String.valueOf(now.nvccThreads()),
                    (now, text) -> now.withNvccThreads(WholeNumber.of(text)))),
            entry("arches", Part.build(BuildSettings::cudaArches, BuildSettings::withCudaArches)),
            entry("base", Part.build(BuildSettings::baseImage, BuildSettings::withBaseImage)),
            entry("source", Part.build(BuildSettings::sourceUrl, BuildSettings::withSourceUrl)),
            entry("commit", Part.build(BuildSettings::sourceCommit, BuildSettings::withSourceCommit)),
            entry("buildx", Part.build(BuildSettings::buildxFile, BuildSettings::withBuildxFile)),
            entry("registry", Part.of(ImageWay.REGISTRY, choice -> choice.registry().image(),
                    (choice, text) -> choice.withRegistry(new RegistryImage(text, choice.registry().bytes(),
                            choice.registry().plainHttp())))),
            entry("archive", Part.of(ImageWay.IMPORT, choice -> choice.archive().path(),
                    (choice, text) -> choice.withArchive(new ImageArchive(text, choice.archive().sha256())))),
            entry("sum", Part.of(ImageWay.IMPORT, choice -> choice.archive().sha256(),
                    (choice, text) -> choice.withArchive(new ImageArchive(choice.archive().path(), text)))),
            entry("reference", Part.always(ImageChoice::reference, ImageChoice::withReference)),
            entry("namespace", Part.always(choice -> choice.store().namespace(), (choice, text) -> choice
                    .withStore(new ImageStore(text, choice.store().socket(), choice.store().snapshotter())))),
            entry("socket", Part.always(choice -> choice.store().socket(), (choice, text) -> choice
                    .withStore(new ImageStore(choice.store().namespace(), text, choice.store().snapshotter())))),
            entry("snapshotter", Part.always(choice -> choice.store().snapshotter(), (choice, text) -> choice
                    .withStore(new ImageStore(choice.store().namespace(), choice.store().socket(), text)))),
            entry("proxy", Part.mirror(ImageMirrors::proxy, ImageMirrors::withProxy)),
            entry("noProxy", Part.mirror(ImageMirrors::noProxy, ImageMirrors::withNoProxy)),
            entry("apt", Part.mirror(ImageMirrors::apt, ImageMirrors::withApt)),
            entry("pip", Part.mirror(ImageMirrors::pip, ImageMirrors::withPip)),
            entry("github", Part.mirror(ImageMirrors::github, ImageMirrors::withGithub)),
            entry("releases", Part.mirror(ImageMirrors::buildx, ImageMirrors::withBuildx)));

    private final ModelImageModel model;
    private final StageModel image;
    private final Messages words;
    private final ChoiceForm<ImageChoice> form;

    ImageForm(ModelImageModel model, StageModel image, Messages words) {
        this.model = model;
        this.image = image;
        this.words = words;
        this.form = new ChoiceForm<>(model::edit);
    }

    /** @param laidOut holds bare fields; each becomes the setting its id names */
    void take(Pane laidOut) {
        List.copyOf(laidOut.getChildren()).forEach(child -> {
            if (child instanceof TextField bare) {
                FieldPlace.take(bare, () -> setting(bare));
            }
        });
    }

    void show(ImageChoice choice) {
        form.show(choice);
    }

    void dispose() {
        form.dispose();
    }

    private SettingField setting(TextField bare) {
        String id = bare.getId();
        Part part = Objects.requireNonNull(PARTS.get(id), id);
        String key = "image.page." + switch (id) {
            case "noProxy" -> "no-proxy";
            case "registry" -> "registry.image";
            default -> id;
        };
        SettingField field = new SettingField(words, image.drafts(), new Setting(id, Text.of(key), Optional.empty(),
                Setting.unless(text -> model.allows(now -> part.write().apply(now, text)), Text.of(key + ".wrong")),
                text -> model.edit(now -> part.write().apply(now, text)), Taken.WHEN_LEFT), bare);
        wanted(id).ifPresent(wanted -> field.beside(new BrowseButton(words, Text.of(key),
                new BrowseButton.Of(wanted, image::host, List::of), field::typedText, field::enter)));
        form.text(field, choice -> part.way().isEmpty() || part.way().get() == choice.way(), part.read());
        return field;
    }

    /** What of the host a field points to; empty: nothing. */
    private static Optional<WantedPath> wanted(String id) {
        return switch (id) {
            case "buildx" -> Optional.of(WantedPath.BUILDX);
            case "archive" -> Optional.of(WantedPath.ARCHIVE);
            case "socket" -> Optional.of(WantedPath.SOCKET);
            default -> Optional.empty();
        };
    }
}
