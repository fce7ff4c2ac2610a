// Posts a secret by itself: its value passes neither the circuit nor the settings.
export function open(root, component) {
  const name = root.querySelector('[data-name]'), value = root.querySelector('[data-value]'), note = root.querySelector('[data-note]'), listeners = new AbortController();
  root.querySelector('[data-keep]').addEventListener('click', async () => {
    try {
      const answer = await fetch('/api/functions/secrets', {
        method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF': '1' }, body: JSON.stringify({ name: name.value.trim(), value: value.value }),
      });
      note.textContent = answer.ok ? '' : (await answer.json().catch(() => null))?.detail ?? 'The server did not take it.';
      if (!answer.ok) return;
      value.value = '';
      root.open = false;
      await component.invokeMethodAsync('KeptAsync', name.value.trim());
    } catch {
      note.textContent = 'Not kept: the connection is lost.';
    }
  }, { signal: listeners.signal });
  return { close: () => listeners.abort() };
}
