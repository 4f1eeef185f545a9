// A visit typed where there may be no line: nothing of it is lost, nothing of it is sent twice, and nobody who finds the telephone reads it.
//
// The draft lies in the browser's storage as ciphertext (AES-GCM). Its key stands in the page and comes from the server each time, for this
// user and this lead; it is never stored. Beside the draft lies its lead's id, sealed under a key of the user, for unsent.js.
// Without this script the form is an ordinary one.
"use strict";

(() => {
  const page = document.getElementById("visit");
  if (!page) return;
  const words = page.dataset;
  const form = page.querySelector("form");
  const whole = document.getElementById("whole");
  const EVERY = 15000;
  const DAY = 86400000;

  const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
  const hexOf = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

  // Browsers encrypt on pages alone that came over TLS or from this very machine. Elsewhere nothing is stored: plain words are no draft.
  const cipher = window.crypto && window.crypto.subtle;
  const storage = (() => {
    try { return cipher ? window.localStorage : null; } catch { return null; }
  })();
  const opened = (hex) => storage && cipher.importKey("raw", bytesOf(hex), "AES-GCM", false, ["encrypt", "decrypt"]);
  const key = opened(words.draftKey);
  const ownKey = opened(document.getElementById("unsent").dataset.key);

  let draft = null; // fields: [name, value] as a form sends them; at: when; sent: whether somebody pressed send and nobody answered yet
  let busy = false;
  let timer = 0;
  let writing = Promise.resolve(); // one after the other, so that the last sign typed is the last one written

  async function sealed(text, under) {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    return hexOf(nonce) + hexOf(await cipher.encrypt({ name: "AES-GCM", iv: nonce }, await under, new TextEncoder().encode(text)));
  }

  async function write(content) {
    storage.setItem(words.draftName, `${await sealed(JSON.stringify(content), key)}.${await sealed(words.lead, ownKey)}`);
  }

  async function read() {
    const kept = storage && storage.getItem(words.draftName);
    if (!kept) return null;
    const [stored] = kept.split(".");
    try {
      const iv = bytesOf(stored.slice(0, 24));
      const plain = await cipher.decrypt({ name: "AES-GCM", iv }, await key, bytesOf(stored.slice(24)));
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      storage.removeItem(words.draftName); // damaged, or of keys that are gone: nobody can ever read it
      return null;
    }
  }

  function keep() {
    if (!storage) return writing;
    const content = draft;
    writing = writing.then(() => write(content)).catch(() => say("unkept"));
    return writing;
  }

  function forget() {
    draft = null;
    if (storage) writing = writing.then(() => storage.removeItem(words.draftName));
    return writing;
  }

  const show = (element, shown) => { element.hidden = !shown; };

  function say(state, lines = [], way = null) {
    const told = document.getElementById("upload");
    const title = document.createElement("strong");
    title.textContent = words[state];
    told.replaceChildren(title, ...lines.map((line) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      return paragraph;
    }));
    told.className = state;
    const link = document.getElementById("upload-link");
    show(link, way);
    if (way) [link.textContent, link.href] = way;
    // Thrown away by a tap, but never while it may be on its way.
    show(document.getElementById("discard"), draft && state !== "sending");
    show(document.getElementById("upload-ways"), way || (draft && state !== "sending"));
    // What was sent stays as it was sent until somebody answers: the same key stands for the same words.
    if (whole) whole.disabled = Boolean(draft && draft.sent);
  }

  function typed(sent) {
    return { fields: [...new FormData(form)].filter(([name]) => name !== words.tokenName), sent, at: Date.now() };
  }

  const valueOf = (name) => (draft.fields.find(([each]) => each === name) || ["", ""])[1];

  function fill() {
    for (const box of form.elements) {
      const values = draft.fields.filter(([name]) => name === box.name).map(([, value]) => value);
      // Whoever has not sent yet sees the lead as it stands now; what was sent may be recorded, and is asked for as it was.
      if (!values.length && box.type !== "checkbox") continue;
      if (box.name === words.steps && !draft.sent) continue;
      if (box.type === "radio" || box.type === "checkbox") box.checked = values.includes(box.value);
      else box.value = values[0];
    }
  }

  // Only what goes with the verdict is there; what is hidden is disabled, and so neither sent nor asked for.
  function arrange() {
    const verdict = form.elements.verdict.value;
    for (const part of form.querySelectorAll("[data-only]")) part.disabled = part.hidden = part.dataset.only !== verdict;
    for (const reason of form.elements.unfounded_reason) reason.required = true;
    const risks = [...form.elements.risk_types];
    const ticked = risks.filter((box) => box.checked).map((box) => box.value);
    risks[0].setCustomValidity(ticked.length ? "" : words.needRisk);
    const main = form.elements.main_risk;
    if (!ticked.includes(main.value)) main.value = "";
    for (const option of main.options) option.hidden = option.disabled = Boolean(option.value) && !ticked.includes(option.value);
    show(document.getElementById("which-main"), ticked.length > 1);
    main.required = ticked.length > 1;
    const note = form.elements.note;
    note.required = note.dataset.needed.split(" ").includes(verdict) || (verdict === "confirmed" && ticked.includes("other"));
  }

  function beside(problems) {
    for (const place of page.querySelectorAll(".wrong")) {
      const about = problems.filter(({ path }) => place.id === `why-${path}`);
      place.textContent = about.map(({ message }) => message).join(" ");
      show(place, about.length);
    }
  }

  function later(lines, way) {
    timer = setTimeout(send, EVERY);
    say("waiting", lines, way);
  }

  const withoutLine = () => later([storage ? words.noLine : words.noLineUnkept]);

  async function refuse(problem, status) {
    const problems = problem.problems || [];
    const wasSaved = String(problem.type).endsWith(":idempotency-key-used");
    // Nothing was done, for certain: it may be changed and sent again.
    draft.sent = false;
    await keep();
    beside(problems);
    const lines = problems.length ? problems.map(({ message }) => message) : [wasSaved ? words.used : problem.detail];
    say("refused", lines, status === 412 ? [words.reload, words.address] : null);
  }

  async function send() {
    if (busy || !draft || !draft.sent) return;
    busy = true;
    clearTimeout(timer);
    say("sending");
    try {
      const answer = await fetch(words.address, {
        method: "POST",
        body: new URLSearchParams([...draft.fields, [words.tokenName, words.token]]),
        headers: { Accept: "application/json", "Accept-Language": document.documentElement.lang, "Idempotency-Key": valueOf(words.once) },
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect") return later([words.afterLogIn], [words.logIn, words.login]);
      const told = await answer.json();
      if (answer.ok && told.kept === true) {
        await forget();
        say("kept");
        return location.replace(told.page);
      }
      if (String(told.type).endsWith(":form-expired")) return later([words.afterReload], [words.reload, words.address]);
      if (answer.ok || answer.status >= 500 || answer.status === 429 || answer.status === 408) return withoutLine();
      await refuse(told, answer.status);
    } catch {
      withoutLine(); // cut, or answered by something between that is not the service
    } finally {
      busy = false;
    }
  }

  // What was found is not always of today: how old it is, and whether somebody has been there since.
  function warnings() {
    const days = Math.floor((Date.now() - draft.at) / DAY);
    const lines = [];
    if (days >= Number(words.oldDays)) {
      // Sent when it was typed, or not: after so long a person looks at it again before it goes out.
      draft.sent = false;
      lines.push(words.foundOld.replace("{n}", days));
    }
    if (form && !draft.sent && valueOf(words.steps) !== form.elements[words.steps].value) lines.push(words.foundOvertaken);
    return lines;
  }

  async function begin() {
    if (!storage) say("unkept");
    const found = await read();
    if (found && !draft) {
      draft = found;
      const lines = warnings();
      if (form) fill();
      say("found", [...lines, ...(form ? [words.foundMore] : [words.foundClosed, valueOf("note")])]);
      send();
    }
    if (form) arrange();
  }

  document.getElementById("discard").addEventListener("click", async () => {
    if (busy || !window.confirm(words.sure)) return;
    clearTimeout(timer);
    await forget();
    location.replace(words.address);
  });
  window.addEventListener("online", send);

  if (form) {
    form.addEventListener("input", () => {
      arrange();
      draft = typed(false);
      keep();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // The second tap of two finds the first on its way.
      if (busy || (draft && draft.sent)) return;
      draft = typed(true);
      beside([]);
      keep().then(send);
    });
  }
  begin();
})();
