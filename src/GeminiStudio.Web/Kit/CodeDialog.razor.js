// Fetches the program and shows it; the circuit never carries it.
const longest = 256 * 1024;

export function open(box, told) {
  let asked = 0;
  return {
    async show(url) {
      const mine = ++asked;
      told.textContent = '';
      try {
        const answer = await fetch(url, { cache: 'no-store' });
        const text = answer.ok ? await answer.text() : null;
        if (mine !== asked) return;
        box.textContent = text === null ? '' : text.slice(0, longest);
        told.textContent = text === null ? 'The code could not be written. Close this and try again.'
          : text.length > longest ? `The first ${longest / 1024} KB of ${Math.ceil(text.length / 1024)} are shown; Copy takes all of it.` : '';
      } catch {
        if (mine === asked) told.textContent = 'The server cannot be reached. Close this and try again.';
      }
    },
    close() { asked++; },
  };
}
