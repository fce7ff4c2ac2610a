// Lights up what a source supports, and the source of a mark: ranges over the text, so the DOM stays the renderer's own.
const name = 'gs-cite';

class Marks {
  constructor(root) {
    this.root = root;
    this.turn = root.closest('[data-testid="turn"]') ?? root.parentElement;
    this.ended = new AbortController();
    const on = (type, act) => this.turn.addEventListener(type, act, { signal: this.ended.signal });
    on('mouseover', e => this.point(e.target));
    on('focusin', e => this.point(e.target));
    on('mouseout', () => this.dark());
    on('focusout', () => this.dark());
    on('click', e => {
      const mark = e.target.closest?.('[data-cite]');
      const source = mark && this.source(mark.dataset.cite);
      if (source) { source.scrollIntoView({ block: 'nearest' }); source.focus?.({ preventScroll: true }); }
    });
    const pointed = this.turn.querySelector(':is([data-cite], [data-source]):is(:hover, :focus)'); // before this script was here
    if (pointed) this.point(pointed);
  }

  source(number) { return this.root.querySelector(`[data-source="${Number(number)}"]`); }

  point(target) {
    const mark = target.closest?.('[data-cite]'), source = target.closest?.('[data-source]');
    if (!mark && !source) return;
    this.dark();
    const number = mark?.dataset.cite ?? source.dataset.source;
    this.source(number)?.classList.add('lit');
    const marks = mark ? [mark] : [...this.turn.querySelectorAll(`[data-cite="${Number(number)}"]`)];
    if (!CSS.highlights || !window.Highlight) return;
    const ranges = marks.map(m => this.range(m)).filter(Boolean);
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
  }

  range(mark) {
    const start = this.turn.querySelector(`span[data-cs="${Number(mark.dataset.cs)}"]`);
    if (!start || !(start.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING)) return null;
    const range = new Range();
    range.setStartAfter(start);
    range.setEndBefore(mark);
    return range;
  }

  dark() {
    CSS.highlights?.delete(name);
    for (const lit of this.root.querySelectorAll('.lit')) lit.classList.remove('lit');
  }

  close() { this.ended.abort(); this.dark(); }
}

export const open = root => new Marks(root);
