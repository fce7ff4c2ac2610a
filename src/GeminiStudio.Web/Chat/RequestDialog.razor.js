// The JSON of a request: fetched, checked while it is typed, and posted. Nothing of it goes over the circuit.
const pause = 150;

// Browsers do not always say where JSON breaks: the shortest beginning that cannot be gone on with ends there.
function brokenLine(text) {
  const isBroken = length => {
    try { JSON.parse(text.slice(0, length)); return false; } catch (error) {
      const place = /position (\d+)/.exec(error.message);
      return !/end of JSON input|Unterminated/.test(error.message) && !(place && Number(place[1]) >= length);
    }
  };
  if (!isBroken(text.length)) return null;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBroken(middle)) high = middle; else low = middle + 1;
  }
  return text.slice(0, low).split('\n').length;
}

export async function open(root, component) {
  const url = `/api/sessions/${root.dataset.sessionId}/request`, listeners = new AbortController();
  const [box, lines, problem, button] = ['json', 'lines', 'problem', 'save'].map(name => root.querySelector(`[data-${name}]`));
  let sending = false, count = 0, timer;

  function number() {
    const now = box.value.split('\n').length;
    if (now !== count) lines.textContent = Array.from({ length: count = now }, (_, i) => i + 1).join('\n');
    lines.scrollTop = box.scrollTop;
  }

  function check() {
    number();
    try {
      JSON.parse(box.value);
      problem.textContent = '';
    } catch {
      const line = brokenLine(box.value);
      problem.textContent = line ? `Line ${line}: this is no JSON.` : 'This is no JSON: it ends too early.';
    }
    button.disabled = problem.textContent !== '' || sending;
  }

  async function save() {
    check();
    if (button.disabled) return;
    button.disabled = sending = true;
    try {
      const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF': '1' }, body: box.value });
      const told = await answer.json().catch(() => null);
      if (answer.ok) return await component.invokeMethodAsync('TakenAsync', told?.notes ?? []);
      problem.textContent = told?.detail ?? 'The server did not take it. The text is still here.';
    } catch {
      problem.textContent = 'Not saved: the connection is lost. The text is still here.';
    } finally {
      button.disabled = sending = false;
    }
  }

  const on = (target, name, act) => target.addEventListener(name, act, { signal: listeners.signal });
  on(box, 'input', () => { number(); clearTimeout(timer); timer = setTimeout(check, pause); });
  on(box, 'scroll', () => { lines.scrollTop = box.scrollTop; });
  on(button, 'click', save);
  on(root, 'keydown', e => { if ((e.ctrlKey || e.metaKey) && e.key === 's') { e.preventDefault(); save(); } });
  const answer = await fetch(url, { headers: { 'X-CSRF': '1' }, cache: 'no-store' }).catch(() => null);
  if (answer?.ok) [box.value, box.readOnly] = [await answer.text(), false]; // what is typed before would be lost
  else problem.textContent = 'The request could not be fetched.';
  if (answer?.ok) check();
  box.focus();
  box.setSelectionRange(0, 0);
  box.scrollTop = 0;
  return { close() { clearTimeout(timer); listeners.abort(); } };
}
