package org.katagpu.setup.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What this room reads of a guest, for the fuzz targets. */
public final class ServeReaders {
    private ServeReaders() {}

    public static Object metrics(String text) {
        return VllmMetrics.read(text).toString().replaceAll("[0-9]+", "0");
    }

    public static Object facts(List<JsonNode> facts) {
        LiveFigures figures = FiguresReader.figures(facts);
        Proof proof = Proof.of(facts);
        proof.answers();
        proof.confidential();
        return figures.gpus().size() + "/" + figures.server().isPresent() + "/" + proof.links().size() + "/"
                + ServeEndpoint.of(facts).isPresent();
    }
}
