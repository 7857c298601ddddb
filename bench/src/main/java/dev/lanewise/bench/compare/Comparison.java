package dev.lanewise.bench.compare;

import dev.lanewise.bench.machine.FmaPeak;
import dev.lanewise.bench.machine.ReadBandwidth;
import dev.lanewise.bench.results.Contender;
import dev.lanewise.bench.results.ModelResults;
import dev.lanewise.bench.results.ModelResults.Agreement;
import dev.lanewise.bench.results.Results;
import dev.lanewise.bench.results.Results.LeftOut;
import dev.lanewise.bench.results.Results.Limits;
import dev.lanewise.bench.results.Results.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is measured, in which order. */
final class Comparison {
  private static final int AGREEMENT_TEXTS = 64;
  private static final long BANDWIDTH_BYTES = 1L << 28;

  /** Parts that can be measured by themselves. */
  enum Part {
    MODELS,
    PRODUCTS,
    TOKENIZERS,
    SEARCH,
    START
  }

  /**
   * What a comparison needs to know.
   *
   * @param models model folders; the first is the one to tokenize and start with
   * @param launcher the {@code lanewise} script
   * @param python how to start Python, if it takes part
   * @param threads the threads of each side
   */
  record Request(
      List<Path> models,
      Path launcher,
      Optional<PythonProcess.Program> python,
      int threads,
      Plan plan,
      Set<Part> parts) {}

  private final Request request;
  private final Consumer<String> progress;
  private final List<LeftOut> leftOut = new ArrayList<>(LeftOutPeers.LIST);

  /**
   * @param progress told what is being done
   */
  Comparison(Request request, Consumer<String> progress) {
    this.request = request;
    this.progress = progress;
  }

  Results run(Setting setting) {
    Plan plan = request.plan();
    int threads = request.threads();
    if (request.python().isEmpty()) {
      leftOut.add(new LeftOut(Contender.SENTENCE_TRANSFORMERS.label(), "no Python was given"));
    }
    progress.accept("the machine's limits");
    Limits limits =
        new Limits(
            FmaPeak.measure(1) / 1e9,
            FmaPeak.measure(threads) / 1e9,
            ReadBandwidth.measure(1, BANDWIDTH_BYTES) / 1e9,
            ReadBandwidth.measure(threads, BANDWIDTH_BYTES) / 1e9);
    // Products first: whole encodes would leave their shapes in the compiler's profiles.
    var products = part(Part.PRODUCTS, () -> ProductMeasure.measure(plan));
    var models = part(Part.MODELS, () -> request.models().stream().map(this::model).toList());
    Path first = request.models().get(0);
    var tokenizers =
        part(
            Part.TOKENIZERS,
            () ->
                TokenizerMeasure.measure(
                    Subject.of(first), Sides.tokenizers(request.python()), plan));
    var searches = part(Part.SEARCH, () -> SearchMeasure.measure(threads, plan));
    var starts =
        part(Part.START, () -> new ColdStartMeasure(request.launcher(), first).measure(plan));
    return new Results(setting, limits, models, products, tokenizers, searches, starts, leftOut);
  }

  private <T> List<T> part(Part part, Supplier<List<T>> measure) {
    if (!request.parts().contains(part)) {
      return List.of();
    }
    progress.accept(part.name().toLowerCase(Locale.ROOT));
    return measure.get();
  }

  private ModelResults model(Path folder) {
    Subject subject = Subject.of(folder);
    int threads = request.threads();
    List<String> smallest = subject.corpus().mixed(request.plan().corpora().get(0));
    Plan plan = request.plan().forModel(subject.gigaflop(smallest));
    List<PeerSource> sources = new ArrayList<>();
    List<Peer> peers = new ArrayList<>();
    try {
      progress.accept(subject.name() + ": agreement");
      List<Agreement> agreements = agree(subject, sources, peers);
      List<Peer> vectorPeers = without(peers, Contender.LANEWISE_SCALAR);
      List<PeerSource> inProcess =
          sources.stream()
              .filter(source -> source.contender() != Contender.SENTENCE_TRANSFORMERS)
              .filter(source -> source.contender() != Contender.LANEWISE_SCALAR)
              .toList();
      progress.accept(subject.name() + ": throughput");
      var throughputs = ThroughputMeasure.measure(subject, peers, threads, plan);
      progress.accept(subject.name() + ": queries");
      var queries = LatencyMeasure.measure(subject, vectorPeers, plan);
      progress.accept(subject.name() + ": batch sizes");
      var batchSizes = ScalingMeasure.batchSizes(subject, vectorPeers, plan);
      progress.accept(subject.name() + ": lengths");
      var lengths = ScalingMeasure.lengths(subject, vectorPeers, plan);
      progress.accept(subject.name() + ": callers");
      // The Python process answers one caller at a time.
      var callers =
          CallersMeasure.measure(
              subject, without(vectorPeers, Contender.SENTENCE_TRANSFORMERS), threads);
      progress.accept(subject.name() + ": allocation");
      var allocations = AllocationMeasure.measure(subject, peers.get(0));
      close(peers);
      progress.accept(subject.name() + ": threads");
      var threadCurves = ScalingMeasure.threads(subject, inProcess, threads, plan);
      progress.accept(subject.name() + ": first calls");
      var starts = FirstCallsMeasure.measure(subject, inProcess, threads, plan);
      return new ModelResults(
          subject.name(),
          subject.shape(),
          agreements,
          throughputs,
          queries,
          batchSizes,
          lengths,
          threadCurves,
          callers,
          starts,
          allocations);
    } finally {
      close(peers);
    }
  }

  /** Opens all sides; keeps those whose vectors are right. */
  private List<Agreement> agree(Subject subject, List<PeerSource> sources, List<Peer> peers) {
    List<String> texts = subject.corpus().mixed(AGREEMENT_TEXTS);
    List<Agreement> agreements = new ArrayList<>();
    float[][] expected = {};
    for (PeerSource source : Sides.all(request.python())) {
      Peer peer = source.opener().open(subject.folder(), request.threads());
      if (peers.isEmpty()) {
        expected = AgreementCheck.reference(peer, texts);
      }
      Agreement agreement =
          AgreementCheck.compare(source.contender(), expected, peer.encode(texts));
      agreements.add(agreement);
      if (source.exact() && !AgreementCheck.same(agreement)) {
        peer.close();
        leftOut.add(
            new LeftOut(
                source.contender().label() + " with " + subject.name(),
                "its vectors differ: cosine " + agreement.leastCosine()));
      } else {
        sources.add(source);
        peers.add(peer);
      }
    }
    return agreements;
  }

  private static List<Peer> without(List<Peer> peers, Contender contender) {
    return peers.stream().filter(peer -> peer.contender() != contender).toList();
  }

  private static void close(List<Peer> peers) {
    peers.forEach(Peer::close);
    peers.clear();
  }
}
