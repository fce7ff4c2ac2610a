export function setTheme(cookie, name, darkMedia, colorScheme) {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${cookie}=${name}; path=/; max-age=31536000; samesite=lax${secure}`;
  document.documentElement.dataset.theme = name;
  document.querySelector('link[data-dark]').media = darkMedia;
  document.querySelector('meta[name=color-scheme]').content = colorScheme;
}
