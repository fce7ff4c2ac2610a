// Opens the menu beside the button before it, in the top layer, so that no scrolling box cuts it off.
export function open(root, component) {
  const anchor = root.previousElementSibling, listeners = new AbortController();
  const items = () => [...root.querySelectorAll('[role=menuitem]:not(:disabled)')];
  const close = back => { if (back) anchor?.focus(); component.invokeMethodAsync('CloseAsync').catch(() => { }); };
  const on = (target, name, act, capture = false) => target.addEventListener(name, act, { signal: listeners.signal, capture });

  root.showPopover?.();
  const at = anchor.getBoundingClientRect(), size = root.getBoundingClientRect();
  root.style.left = `${Math.max(8, Math.min(at.right - size.width, innerWidth - size.width - 8))}px`;
  root.style.top = `${at.bottom + size.height + 8 > innerHeight ? Math.max(8, at.top - size.height - 4) : at.bottom + 4}px`;
  items()[0]?.focus();

  on(root, 'keydown', e => {
    const all = items(), here = all.indexOf(document.activeElement);
    const next = { ArrowDown: (here + 1) % all.length, ArrowUp: (here + all.length - 1) % all.length, Home: 0, End: all.length - 1 }[e.key];
    if (next !== undefined) all[next]?.focus();
    else if (e.key === 'Escape' || e.key === 'Tab') close(true);
    else return;
    e.preventDefault();
    e.stopPropagation();
  });
  // What was picked is told first; what was copied shows its tick before the menu goes.
  on(root, 'click', e => { const item = e.target.closest('[role=menuitem]'); if (item) setTimeout(() => close(true), 'copy' in item.dataset ? 900 : 0); });
  on(document, 'pointerdown', e => { if (!root.contains(e.target) && !anchor.contains(e.target)) close(false); }, true);
  on(window, 'resize', () => close(false));
  return { close: () => listeners.abort() };
}
