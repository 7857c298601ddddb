package dev.lanewise.bench.compare;

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

  private ThisMachine() {}

  static Setting setting(int threads, String commit, boolean quick) throws IOException {
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
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        quick);
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
