package dev.lanewise.cli;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Where the libraries' notes and warnings go: one line each on standard error, instead of the JDK's
 * two. Notes only if asked for.
 */
public final class CommandLineLoggers extends System.LoggerFinder {
  private static volatile boolean verbose;

  static void setVerbose(boolean on) {
    verbose = on;
  }

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new StandardError(name);
  }

  private record StandardError(String getName) implements System.Logger {
    @Override
    public boolean isLoggable(Level level) {
      Level least = verbose ? Level.INFO : Level.WARNING;
      return level.getSeverity() >= least.getSeverity();
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      print(level, message);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... arguments) {
      boolean plain = arguments == null || arguments.length == 0;
      String message = plain ? format : new MessageFormat(format, Locale.ROOT).format(arguments);
      print(level, message);
    }

    private void print(Level level, String message) {
      if (isLoggable(level)) {
        boolean warning = level.getSeverity() >= Level.WARNING.getSeverity();
        Console.note((warning ? "warning: " : "") + message);
      }
    }
  }
}
