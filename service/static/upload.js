// A file dropped or chosen is sent piece by piece with a bar, or looked at first. Without this script the form sends itself.
(() => {
  const form = document.querySelector("form.upload");
  if (!form) return;
  const file = form.elements.file;
  const drop = form.querySelector(".drop");
  const bar = form.querySelector("progress");
  const say = form.querySelector(".say");
  const words = form.dataset;

  const tell = (lines) => {
    say.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  };
  const problemsOf = (answer) => {
    const problems = (answer.problems ?? []).map((each) => `${each.message}：${each.what_to_do}`);
    return problems.length ? problems : [answer.detail ?? words.failed];
  };
  const busy = (is) => {
    bar.hidden = !is;
    for (const button of form.querySelectorAll("button")) button.disabled = is;
  };

  const send = (act) => {
    const chosen = file.files[0];
    if (!chosen) return tell([words.choose]);
    if (!form.elements.department.value) return tell([words.whose]);
    const request = new XMLHttpRequest();
    const asked = new URLSearchParams({ department: form.elements.department.value, act });
    request.open("POST", `/deliveries/file?${asked}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.setRequestHeader("Form-Token", form.elements.form_token.value);
    request.setRequestHeader("Once-Key", form.elements.once_key.value);
    request.setRequestHeader("File-Name", encodeURIComponent(chosen.name));
    request.upload.addEventListener("progress", (event) => {
      bar.max = event.total;
      bar.value = event.loaded;
      tell([event.loaded < event.total ? `${words.sending} ${Math.floor((100 * event.loaded) / event.total)}%` : words.reading]);
    });
    request.addEventListener("load", () => {
      busy(false);
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        answer = {};
      }
      if (request.status >= 400) return tell(problemsOf(answer));
      if (answer.location) return location.assign(answer.location);
      return tell((answer.tables ?? []).flat());
    });
    request.addEventListener("error", () => {
      busy(false);
      tell([words.failed]);
    });
    busy(true);
    request.send(chosen);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.submitter?.value ?? "send");
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) {
        file.files = event.dataTransfer.files;
        tell([event.dataTransfer.files[0].name]);
      }
    });
  }
})();
