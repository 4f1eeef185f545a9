// On whichever page somebody stands: which of their visits lie on this telephone and were not sent.
//
// Beside each draft that visit.js keeps lies its lead's id, sealed under a key of the user that comes with every page of theirs and is never
// stored. What opens is theirs; of anybody else's drafts nothing is learned but that they do not open.
"use strict";

(() => {
  const notice = document.getElementById("unsent");
  const cipher = window.crypto && window.crypto.subtle;
  const storage = (() => {
    try { return cipher ? window.localStorage : null; } catch { return null; }
  })();
  if (!notice || !storage) return;
  const words = notice.dataset;
  const SEALED = /^[0-9a-f]+\.([0-9a-f]{24})([0-9a-f]+)$/;
  const LEAD = /^[0-9A-Za-z_-]{1,60}$/;

  const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
  const key = cipher.importKey("raw", bytesOf(words.key), "AES-GCM", false, ["decrypt"]);

  async function leadOf(stored) {
    const [, nonce, sealed] = SEALED.exec(stored) || [];
    if (!sealed) return null;
    try {
      const lead = new TextDecoder().decode(await cipher.decrypt({ name: "AES-GCM", iv: bytesOf(nonce) }, await key, bytesOf(sealed)));
      return LEAD.test(lead) ? lead : null;
    } catch {
      return null; // somebody else's
    }
  }

  async function look() {
    const leads = await Promise.all(Object.values({ ...storage }).map(leadOf));
    // The page of a visit itself says what became of it.
    const addresses = leads.filter(Boolean).sort().map((lead) => words.address.replace("{lead}", lead)).filter((each) => each !== location.pathname);
    notice.querySelector("p").textContent = words.says.replace("{n}", addresses.length);
    notice.querySelector("ul").replaceChildren(...addresses.map((address, at) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = address;
      link.textContent = words.each.replace("{n}", at + 1);
      item.append(link);
      return item;
    }));
    notice.hidden = !addresses.length;
  }

  // Also where a browser shows a page again as it was left, and where another tab has sent one meanwhile.
  window.addEventListener("pageshow", look);
  window.addEventListener("storage", look);
})();
