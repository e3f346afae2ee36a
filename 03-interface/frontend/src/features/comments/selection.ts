/** Which words of one utterance a selection touches; `null` where it reaches over several, or none. */
export function selectedWords(selection: Selection | null): { article: Element; first: number; last: number } | null {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const article = elementOf(range.commonAncestorContainer)?.closest("article");
  if (!article) return null;
  const touched = [...article.querySelectorAll<HTMLElement>("[data-word]")].filter((word) => range.intersectsNode(word) && !onlyAtEdge(range, word));
  const first = touched[0]?.dataset.word;
  const last = touched.at(-1)?.dataset.word;
  return first === undefined || last === undefined ? null : { article, first: Number(first), last: Number(last) + 1 };
}

/** A selection that ends right before a word, or begins right after it, touches it without holding any of it. */
function onlyAtEdge(range: Range, word: Element): boolean {
  const inside = document.createRange();
  inside.selectNodeContents(word.firstChild ?? word);
  return range.compareBoundaryPoints(Range.END_TO_START, inside) >= 0 || range.compareBoundaryPoints(Range.START_TO_END, inside) <= 0;
}

function elementOf(node: Node): Element | null {
  return node instanceof Element ? node : node.parentElement;
}
