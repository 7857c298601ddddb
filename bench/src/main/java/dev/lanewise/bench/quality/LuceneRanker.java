package dev.lanewise.bench.quality;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.QueryBuilder;

/**
 * Lexical search by Lucene: English words without stop words and by their stems, Chinese as its
 * smart analyzer splits it into words.
 */
final class LuceneRanker implements Ranker {
  private static final String FIELD = "text";

  private final String name;
  private final Similarity similarity;

  /**
   * @param similarity how documents are scored
   */
  LuceneRanker(String name, Similarity similarity) {
    this.name = name;
    this.similarity = similarity;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<int[]> rank(RetrievalSet set, int count) throws IOException {
    // A long query may have more words than a query is allowed to have clauses by default.
    IndexSearcher.setMaxClauseCount(Integer.MAX_VALUE);
    try (Analyzer analyzer = set.chinese() ? new SmartChineseAnalyzer() : new EnglishAnalyzer();
        Directory directory = new ByteBuffersDirectory()) {
      index(set.documents(), analyzer, directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setSimilarity(similarity);
        QueryBuilder builder = new QueryBuilder(analyzer);
        List<int[]> rankings = new ArrayList<>();
        for (String text : set.queries()) {
          Query query = builder.createBooleanQuery(FIELD, text, BooleanClause.Occur.SHOULD);
          rankings.add(
              best(searcher, query == null ? new MatchNoDocsQuery("no words") : query, count));
        }
        return rankings;
      }
    }
  }

  private void index(List<String> documents, Analyzer analyzer, Directory directory)
      throws IOException {
    // In one segment, so that a document's number is its place in the list.
    IndexWriterConfig configuration = new IndexWriterConfig(analyzer).setSimilarity(similarity);
    try (IndexWriter writer = new IndexWriter(directory, configuration)) {
      for (String text : documents) {
        Document document = new Document();
        document.add(new TextField(FIELD, text, Field.Store.NO));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  private static int[] best(IndexSearcher searcher, Query query, int count) throws IOException {
    ScoreDoc[] found = searcher.search(query, count).scoreDocs;
    int[] ranking = new int[found.length];
    for (int i = 0; i < found.length; i++) {
      ranking[i] = found[i].doc;
    }
    return ranking;
  }
}
