package dev.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.bench.results.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThisMachineTest {
  @TempDir Path results;

  @Test
  void noRunIsWrittenOver() throws IOException {
    Results.Setting setting =
        new Results.Setting(
            "2026-01-31", "AMD EPYC (TM)", 2, 2, "Linux", "JDK 25", "abc1234", 0.1, false);
    for (String name :
        List.of(
            "2026-01-31-amd-epyc-tm-2",
            "2026-01-31-amd-epyc-tm-2-abc1234",
            "2026-01-31-amd-epyc-tm-2-abc1234-2",
            "2026-01-31-amd-epyc-tm-2-abc1234-3")) {
      assertEquals(name, ThisMachine.fileName(setting, results));
      Files.writeString(results.resolve(name + ".json"), "{}");
    }
  }
}
