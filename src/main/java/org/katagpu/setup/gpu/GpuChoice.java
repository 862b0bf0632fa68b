package org.katagpu.setup.gpu;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The devices chosen for the container.
 *
 * @param devices PCI addresses ({@code 0000:3b:00.0}) of every function to bind, companions included
 * @param persist whether the binding is made anew at each boot
 * @param identities for each address what sat there when it was chosen, as {@code vendor:device} or
 *        {@code vendor:device:subvendor:subdevice} in hex ({@code 10de:26ba:10de:1851}): addresses can be renumbered.
 *        An address without one is not compared
 * @param stopPersistenced whether the service nvidia-persistenced may be stopped when only it holds a device
 */
public record GpuChoice(List<String> devices, boolean persist, Map<String, String> identities,
        boolean stopPersistenced) {
    public static final GpuChoice NONE = new GpuChoice(List.of(), false);

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f]{4,8}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]");
    private static final Pattern IDENTITY = Pattern.compile("[0-9a-f]{4}:[0-9a-f]{4}(:[0-9a-f]{4}:[0-9a-f]{4})?");

    /** @throws IllegalArgumentException for what is no address or no identity: nothing else may reach a script */
    public GpuChoice {
        devices = devices.stream().distinct().toList();
        identities = Map.copyOf(identities);
        devices.forEach(device -> require(ADDRESS, device));
        identities.keySet().forEach(device -> require(ADDRESS, device));
        identities.values().forEach(identity -> require(IDENTITY, identity));
    }

    public GpuChoice(List<String> devices, boolean persist) {
        this(devices, persist, Map.of(), false);
    }

    private static void require(Pattern form, String value) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException("not a PCI address or identity: " + value);
        }
    }

    public GpuChoice withIdentities(Map<String, String> found) {
        return new GpuChoice(devices, persist, found, stopPersistenced);
    }

    public GpuChoice withPersist(boolean wanted) {
        return new GpuChoice(devices, wanted, identities, stopPersistenced);
    }

    public GpuChoice withStopPersistenced(boolean allowed) {
        return new GpuChoice(devices, persist, identities, allowed);
    }
}
