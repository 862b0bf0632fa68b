package org.katagpu.setup.image;

import java.util.regex.Pattern;

/**
 * Where in containerd the image goes.
 *
 * @param namespace {@code default} is ctr's own; Kubernetes looks into {@code k8s.io}
 * @param socket path of containerd's socket
 * @param snapshotter empty: containerd's own choice
 */
public record ImageStore(String namespace, String socket, String snapshotter) {
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9]+([._-][A-Za-z0-9]+)*");

    /** A file, not a folder. */
    private static final Pattern SOCKET = Pattern.compile("/.*[^/]");

    public static final ImageStore DEFAULT = new ImageStore("default", "/run/containerd/containerd.sock", "");

    public ImageStore {
        PlainText.require(NAMESPACE, namespace);
        PlainText.require(SOCKET, PlainText.some(PlainText.path(socket)));
        if (!snapshotter.isEmpty()) {
            PlainText.require(NAMESPACE, snapshotter);
        }
    }
}
