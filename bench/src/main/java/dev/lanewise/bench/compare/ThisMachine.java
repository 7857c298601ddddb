package dev.lanewise.bench.compare;

import com.sun.management.OperatingSystemMXBean;
import dev.lanewise.bench.results.Results.Setting;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** Where a run takes place. */
final class ThisMachine {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final long LOAD_MILLIS = 3_000;

  private ThisMachine() {}

  static Setting setting(int threads, String commit, boolean quick)
      throws IOException, InterruptedException {
    return new Setting(
        LocalDate.now(ZoneOffset.UTC).toString(),
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        threads,
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        commit,
        loadOfOthers(),
        quick);
  }

  /**
   * How many processors others keep busy, in some seconds in which this process waits; not the load
   * average, which still has the build in it.
   */
  private static double loadOfOthers() throws InterruptedException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    system.getCpuLoad(); // both count from the call before
    system.getProcessCpuLoad();
    Thread.sleep(LOAD_MILLIS);
    double whole = system.getCpuLoad();
    double own = Math.max(0, system.getProcessCpuLoad());
    return whole < 0 ? -1 : Math.max(0, whole - own) * system.getAvailableProcessors();
  }

  /** The name of a run's files, without a suffix: {@code 2026-01-31-amd-epyc-2}. */
  static String fileName(Setting setting) {
    String machine = setting.machine().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return setting.date()
        + "-"
        + machine.replaceAll("^-|-$", "")
        + "-"
        + setting.processors()
        + (setting.quick() ? "-quick" : "");
  }

  private static String processorName() throws IOException {
    if (Files.isReadable(CPU_INFO)) {
      for (String line : Files.readAllLines(CPU_INFO)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    }
    return System.getProperty("os.arch");
  }
}
