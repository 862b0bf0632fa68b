package org.katagpu.setup.image;

/**
 * Ways around a slow or closed network; empty means the usual place. TLS is always verified.
 *
 * @param proxy {@code http://proxy:3128}, without a user's name
 * @param noProxy names reached without it, separated by commas
 * @param apt in place of {@code http://ports.ubuntu.com/ubuntu-ports}
 * @param pip in place of {@code https://pypi.org/simple}
 * @param github in place of {@code https://github.com} for what the build clones
 * @param buildx in place of {@code https://github.com/docker/buildx/releases/download}
 */
public record ImageMirrors(String proxy, String noProxy, String apt, String pip, String github, String buildx) {
    public static final ImageMirrors NONE = new ImageMirrors("", "", "", "", "", "");
    static final String BUILDX = "https://github.com/docker/buildx/releases/download";

    public ImageMirrors {
        PlainText.url(proxy);
        PlainText.names(noProxy);
        PlainText.url(apt);
        PlainText.url(pip);
        PlainText.url(github);
        PlainText.url(buildx);
    }

    public ImageMirrors withProxy(String wanted) {
        return new ImageMirrors(wanted, noProxy, apt, pip, github, buildx);
    }

    public ImageMirrors withNoProxy(String wanted) {
        return new ImageMirrors(proxy, wanted, apt, pip, github, buildx);
    }

    public ImageMirrors withApt(String wanted) {
        return new ImageMirrors(proxy, noProxy, wanted, pip, github, buildx);
    }

    public ImageMirrors withPip(String wanted) {
        return new ImageMirrors(proxy, noProxy, apt, wanted, github, buildx);
    }

    public ImageMirrors withGithub(String wanted) {
        return new ImageMirrors(proxy, noProxy, apt, pip, wanted, buildx);
    }

    public ImageMirrors withBuildx(String wanted) {
        return new ImageMirrors(proxy, noProxy, apt, pip, github, wanted);
    }
}
