package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.Contender;
import dev.lanewise.bench.results.ModelResults.WarmUp;
import dev.lanewise.bench.results.Statistics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The first calls of fresh processes, sides taking turns: what a user waits for. */
final class FirstCallsMeasure {
  private static final int CALLS = 20;

  private FirstCallsMeasure() {}

  static List<WarmUp> measure(Subject subject, List<PeerSource> sources, int threads, Plan plan) {
    List<String> queries = subject.corpus().queries(CALLS);
    Map<Contender, List<WarmUp>> runs = new LinkedHashMap<>();
    for (int i = 0; i < plan.processes(); i++) {
      for (PeerSource source : sources) {
        runs.computeIfAbsent(source.contender(), _ -> new ArrayList<>())
            .add(run(source.contender(), subject.folder(), threads, queries));
      }
    }
    return runs.values().stream().map(FirstCallsMeasure::median).toList();
  }

  private static WarmUp run(Contender contender, Path folder, int threads, List<String> queries) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(FirstCalls.class.getName());
    command.add(contender.name());
    command.add(folder.toString());
    command.add(Integer.toString(threads));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (Writer input = process.outputWriter(StandardCharsets.UTF_8)) {
        input.write(String.join("\n", queries));
      }
      double open = 0;
      double resident = 0;
      List<Double> calls = new ArrayList<>();
      try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line : output.lines().toList()) {
          double value = Double.parseDouble(line.substring(line.indexOf(' ') + 1));
          switch (line.substring(0, line.indexOf(' '))) {
            case "open" -> open = value;
            case "call" -> calls.add(value);
            case "resident" -> resident = value;
            default -> throw new IllegalStateException("unexpected output: " + line);
          }
        }
      }
      if (calls.size() != queries.size()) {
        throw new IllegalStateException("the process of " + contender + " ended early");
      }
      return new WarmUp(contender, open, calls, resident);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WarmUp median(List<WarmUp> runs) {
    List<Double> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      int call = i;
      calls.add(
          Statistics.median(runs.stream().map(run -> run.callMilliseconds().get(call)).toList()));
    }
    return new WarmUp(
        runs.get(0).contender(),
        Statistics.median(runs.stream().map(WarmUp::openMilliseconds).toList()),
        calls,
        Statistics.median(runs.stream().map(WarmUp::residentMegabytes).toList()));
  }
}
