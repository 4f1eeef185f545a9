// The numbers beside the slider while it is moved. They come from the server, point by point; nothing is computed here.
(() => {
  const form = document.querySelector("form.capacity");
  if (!form) return;
  const rows = JSON.parse(form.dataset.points);
  const places = new Map([...document.querySelectorAll("[data-of]")].map((place) => [place.dataset.of, place]));
  const show = (visits) => {
    const row = rows.find((each) => each.visits >= visits) ?? rows[rows.length - 1];
    for (const [name, place] of places) place.textContent = row[name];
  };
  form.elements.visits.addEventListener("input", (event) => show(Number(event.target.value)));
})();
