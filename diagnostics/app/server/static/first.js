// Before anything is drawn: with an address or a kept table, the example's answer is not what the visitor came for;
// and a page that was chosen to be light or dark is so from the first.
if (location.hash.length > 1) document.documentElement.classList.add("wl-has-address");
try {
  const theme = localStorage.getItem("weak-link theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // a browser that keeps nothing
}
