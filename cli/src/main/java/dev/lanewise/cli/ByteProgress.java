package dev.lanewise.cli;

import dev.lanewise.weights.Progress;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar over bytes, on a terminal only. */
final class ByteProgress implements Progress, AutoCloseable {
  private final Optional<ProgressBar> bar;

  ByteProgress(String task) {
    bar =
        Console.isTerminal()
            ? Optional.of(
                new ProgressBarBuilder()
                    .setTaskName(task)
                    .setUnit("MB", 1_000_000)
                    .setStyle(ProgressBarStyle.ASCII)
                    .showSpeed()
                    .clearDisplayOnFinish()
                    .setConsumer(
                        new ConsoleProgressBarConsumer(System.err, Console.terminalWidth()))
                    .build())
            : Optional.empty();
  }

  @Override
  public void reached(long done, long total) {
    bar.ifPresent(each -> each.maxHint(total).stepTo(done));
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
