// Sticks to the end while the reader is there, and keeps the place when earlier turns come in at the top.
const near = 48;

export function open(root, below) {
  const thread = root.querySelector('[data-thread]');
  const atEnd = () => root.scrollHeight - root.scrollTop - root.clientHeight < near;
  const firstTurn = () => thread.querySelector('[data-turn-id]');
  let sticks = true, height = 0, first = null;

  const toEnd = () => { root.scrollTop = root.scrollHeight; sticks = true; below.hidden = true; };
  const grown = () => {
    const now = root.scrollHeight, top = firstTurn();
    if (first && top !== first && first.isConnected && top?.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING) {
      root.scrollTop += now - height;
    } else if (!top) {
      root.scrollTop = 0; // a page without turns is read from its start
    } else if (sticks) {
      root.scrollTop = now;
    } else if (now > height) {
      below.hidden = false;
    }
    first = top;
    height = now;
  };
  const moved = () => { sticks = atEnd(); if (sticks) below.hidden = true; };

  const sizes = new ResizeObserver(grown);
  sizes.observe(thread);
  sizes.observe(root);
  // A turn that takes another's place has no height until it is painted, and is as high as the old one then: no resize tells.
  const changes = new MutationObserver(() => { grown(); requestAnimationFrame(() => requestAnimationFrame(grown)); });
  changes.observe(thread, { childList: true });
  const seen = new IntersectionObserver(entries => {
    for (const e of entries) if (e.isIntersecting && !sticks) e.target.click();
  }, { root, rootMargin: '200px 0px 0px' });
  const watch = new MutationObserver(() => { const b = thread.querySelector('[data-earlier]'); if (b) seen.observe(b); });
  watch.observe(thread, { childList: true });
  const button = thread.querySelector('[data-earlier]');
  if (button) seen.observe(button);
  root.addEventListener('scroll', moved, { passive: true });
  below.addEventListener('click', toEnd);
  grown();
  return {
    toEnd,
    // Two frames: turns above it get their height only when they are painted.
    toTurn(id) {
      const go = () => { const turn = thread.querySelector(`[data-turn-id="${id}"]`); turn?.scrollIntoView({ block: 'start' }); turn?.focus({ preventScroll: true }); };
      sticks = false;
      go();
      requestAnimationFrame(() => requestAnimationFrame(go));
    },
    close() {
      sizes.disconnect(); changes.disconnect(); watch.disconnect(); seen.disconnect();
      root.removeEventListener('scroll', moved);
      below.removeEventListener('click', toEnd);
    },
  };
}
