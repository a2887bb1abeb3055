// The reader's own choice of light or dark, before the page is drawn. The names come from Material 9.8.
(() => {
  const chosen = __md_get("__palette");
  if (!chosen || !chosen.color) return;
  if (chosen.color.media === "(prefers-color-scheme)") {
    const wanted = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
    const input = document.querySelector(`[data-md-color-media='(prefers-color-scheme: ${wanted})']`);
    for (const name of ["media", "scheme", "primary", "accent"]) {
      chosen.color[name] = input.getAttribute(`data-md-color-${name}`);
    }
  }
  for (const [name, value] of Object.entries(chosen.color)) document.body.setAttribute(`data-md-color-${name}`, value);
})();
