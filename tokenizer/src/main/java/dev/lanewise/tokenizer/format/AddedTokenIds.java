package dev.lanewise.tokenizer.format;

import java.util.Map;

/**
 * Numbers added tokens as the reference does, whatever id a file gives them: a token that the
 * vocabulary holds keeps its id, the others get those from the number of its tokens on (which is
 * not its largest id if ids have gaps).
 */
final class AddedTokenIds {
  private final Map<String, Integer> ids;
  private int next;

  /**
   * @param ids the vocabulary's tokens; added ones are put in
   */
  AddedTokenIds(Map<String, Integer> ids) {
    this.ids = ids;
    this.next = ids.size();
  }

  int of(String content) {
    return ids.computeIfAbsent(content, _ -> next++);
  }
}
