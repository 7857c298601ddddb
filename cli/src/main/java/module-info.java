/** The {@code lanewise} command. */
module dev.lanewise.cli {
  requires de.siegmar.fastcsv;
  requires dev.lanewise.engine;
  requires dev.lanewise.weights;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires tools.jackson.core;

  // Commands are filled in by reflection.
  opens dev.lanewise.cli to
      info.picocli;

  provides System.LoggerFinder with
      dev.lanewise.cli.CommandLineLoggers;
}
