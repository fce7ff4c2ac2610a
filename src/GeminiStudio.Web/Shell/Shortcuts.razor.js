// Keys to command names. Single letters count only while nobody types; Cmd stands for Ctrl on a Mac.
const typing = e => e.target.closest?.('input, textarea, select, [contenteditable="true"]');

function commandOf(e) {
  const ctrl = e.ctrlKey || e.metaKey;
  if (ctrl && !e.altKey && !e.shiftKey) return { b: 'history', '.': 'settings', k: 'palette', s: 'save' }[e.key.toLowerCase()];
  if (e.altKey && !ctrl) return { KeyN: 'new-chat', KeyR: 'again', KeyC: 'copy' }[e.code];
  if (ctrl || e.altKey || typing(e)) return undefined;
  return { '?': 'help', '/': 'search', j: 'next', k: 'previous' }[e.key];
}

// Searching, walking rows and pressing a button of the last answer need no server: the browser does it itself.
function local(command) {
  if (command === 'search') {
    const box = [...document.querySelectorAll('[data-search]')].find(x => x.offsetParent);
    box?.focus();
    return !!box;
  }
  if (command === 'next' || command === 'previous') {
    const rows = [...document.querySelectorAll('[data-row]')].filter(x => x.offsetParent);
    const at = rows.indexOf(document.activeElement?.closest('[data-row]'));
    const row = rows[command === 'next' ? at + 1 : at < 0 ? rows.length - 1 : at - 1];
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
    return !!row;
  }
  if (command === 'save') {
    const button = [...document.querySelectorAll('.mud-dialog [data-testid="dialog-save"]')].filter(x => x.offsetParent).at(-1);
    if (button) document.activeElement?.blur(); // a box tells what was typed when it is left
    button?.click();
    return !!button;
  }
  if (command === 'again' || command === 'copy') {
    const button = [...document.querySelectorAll(`.turn.model [data-${command}]`)].filter(x => x.offsetParent).at(-1);
    button?.click();
    return !!button;
  }
  return false;
}

export function open(component, commands) {
  const onKey = e => {
    const command = e.isComposing || e.repeat && e.altKey ? undefined : commandOf(e);
    if (!command || e.defaultPrevented) return;
    if (command === 'save' && e.repeat) return e.preventDefault(); // one press saves once, and the browser does not save the page
    if (commands.includes(command)) {
      e.preventDefault();
      component.invokeMethodAsync('CommandAsync', command).catch(() => { });
    } else if (local(command)) {
      e.preventDefault();
    }
  };
  document.addEventListener('keydown', onKey);
  return { close: () => document.removeEventListener('keydown', onKey) };
}
