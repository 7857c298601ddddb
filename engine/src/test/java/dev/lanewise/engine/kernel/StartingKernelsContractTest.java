package dev.lanewise.engine.kernel;

import net.jqwik.api.Tag;

/** The same contract for what runs in a process's first seconds. */
@Tag("kernel")
class StartingKernelsContractTest extends KernelsContract {
  StartingKernelsContractTest() {
    super(TestKernels.starting());
  }
}
