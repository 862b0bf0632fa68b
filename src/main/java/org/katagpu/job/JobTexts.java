package org.katagpu.job;

import java.util.LinkedHashMap;
import java.util.Map;

/** The scripts of jobs as texts, for what starts one without a wizard. */
public final class JobTexts {
    private JobTexts() {}

    /** By their names: what a start and a follow need. */
    public static Map<String, String> ofRunbook() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : new String[]{"lib", "start", "run", "follow"}) {
            texts.put(name, JobScripts.text(name));
        }
        return texts;
    }
}
