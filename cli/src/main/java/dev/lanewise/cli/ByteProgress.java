package dev.lanewise.cli;

import dev.lanewise.weights.Progress;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar over bytes with their rate and the time that is left, on a terminal only. */
final class ByteProgress implements Progress, AutoCloseable {
  private final String task;
  private Optional<ProgressBar> bar = Optional.empty();

  ByteProgress(String task) {
    this.task = task;
  }

  @Override
  public void reached(long done, long total) {
    if (bar.isEmpty() && Console.isTerminal()) {
      bar = Optional.of(start(done));
    }
    bar.ifPresent(each -> each.maxHint(total).stepTo(done));
  }

  /** A bar that counts from what is there at first, so that the rate is that of what comes. */
  private ProgressBar start(long done) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setUnit("MB", 1_000_000)
        .setStyle(ProgressBarStyle.ASCII)
        .showSpeed()
        .clearDisplayOnFinish()
        .startsFrom(done, Duration.ZERO)
        .setConsumer(new ConsoleProgressBarConsumer(System.err, Console.terminalWidth()))
        .build();
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
