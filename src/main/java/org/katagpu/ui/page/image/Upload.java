package org.katagpu.ui.page.image;

/** An archive on its way to the host. @param done bytes there @param total bytes of it; 0 while it is read first */
record Upload(String file, long done, long total) {
    double share() {
        return total == 0 ? -1 : (double) done / total;
    }
}
