import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Formats every Java source below the current folder with google-java-format: {@code check} lists
 * the files that would change and fails, {@code apply} rewrites them.
 */
class FormatSources {
  private static final Set<String> SKIPPED_FOLDERS = Set.of("target", ".git");

  void main(String[] args) throws IOException, FormatterException {
    boolean apply = args.length == 1 && args[0].equals("apply");
    if (!apply && !(args.length == 1 && args[0].equals("check"))) {
      System.err.println("usage: FormatSources check|apply");
      System.exit(2);
    }
    Formatter formatter = new Formatter();
    List<Path> changed = new ArrayList<>();
    for (Path source : sources(Path.of("."))) {
      String before = Files.readString(source);
      String imports = RemoveUnusedImports.removeUnusedImports(before);
      String after = formatter.formatSource(ImportOrderer.reorderImports(imports, Style.GOOGLE));
      if (!after.equals(before)) {
        changed.add(source);
        if (apply) {
          Files.writeString(source, after);
        }
      }
    }
    changed.forEach(path -> System.err.println((apply ? "formatted " : "not formatted: ") + path));
    if (!apply && !changed.isEmpty()) {
      System.err.println("run: mvn -N validate -Dformat=apply");
      System.exit(1);
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED_FOLDERS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    sources.sort(null);
    return sources;
  }
}
