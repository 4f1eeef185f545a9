// The button that opens the browser's own way to print: shown only where this runs, since without a script it would do nothing.
(() => {
  for (const button of document.querySelectorAll("button.print-it")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
