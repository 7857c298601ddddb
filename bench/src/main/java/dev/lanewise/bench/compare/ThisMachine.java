package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.Results.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.IntStream;

/** Where a run takes place. */
final class ThisMachine {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Path PROCESSOR_TIMES = Path.of("/proc/stat");
  private static final long TICKS_PER_SECOND = 100; // USER_HZ, the same on all Linux systems
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
   * average, which still has the build in it. Negative where the system doesn't tell.
   */
  private static double loadOfOthers() throws IOException, InterruptedException {
    if (!Files.isReadable(PROCESSOR_TIMES)) {
      return -1;
    }
    long before = busyTicks();
    Thread.sleep(LOAD_MILLIS);
    return (double) (busyTicks() - before) / TICKS_PER_SECOND / (LOAD_MILLIS / 1_000.0);
  }

  /**
   * The ticks that all processors together have worked: in proc(5)'s order user, nice, system, then
   * after idle and iowait interrupts of both kinds.
   */
  private static long busyTicks() throws IOException {
    String[] times = Files.readAllLines(PROCESSOR_TIMES).getFirst().split(" +", -1);
    return IntStream.of(1, 2, 3, 6, 7).mapToLong(i -> Long.parseLong(times[i])).sum();
  }

  /**
   * The name of a run's files, without a suffix: {@code 2026-01-31-amd-epyc-2}, and the commit
   * where another run of that day has it, which may be another machine's of the same maker, and a
   * number where one of that commit has that as well. No run writes over another.
   *
   * @param folder where they go
   */
  static String fileName(Setting setting, Path folder) {
    String machine = setting.machine().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String name =
        setting.date()
            + "-"
            + machine.replaceAll("^-|-$", "")
            + "-"
            + setting.processors()
            + (setting.quick() ? "-quick" : "");
    String free = name;
    for (int run = 1; Files.exists(folder.resolve(free + ".json")); run++) {
      free = name + "-" + setting.commit() + (run == 1 ? "" : "-" + run);
    }
    return free;
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
