// Keeps what is typed between two runs of a page, locks an idle screen, lets a number key choose on
// a scale, and brings what was said after saving into sight. It reads the text fields of forms whose
// draft is kept (their class names the form), sends them to our own server alone, and stores nothing
// in the browser.
(() => {
  "use strict";
  const FIELD = /^st-key-session-([0-9a-f]{32})-([0-9a-f]{32})?-([0-9a-f]{32})-([a-z_]+)$/;
  const TAB = /^st-key-desk-([0-9a-f]{32})$/;
  const PAUSE = 500; // ms after the last key before it is sent
  const AGAIN = 2000; // ms before a new try without a connection
  const ALIVE = 60000; // ms between two signs that someone is still at work here

  let words = null; // what to say, in the language of whoever is signed in
  let timer = 0;
  let busy = false;
  let lost = false; // a try failed: what is on the screen may be put back by an older draft
  let moved = Date.now();
  let told = Date.now();
  const pending = new Map(); // "client/session/key/field" -> text

  const classOf = (node, pattern) => {
    for (const name of node.classList || []) {
      const found = pattern.exec(name);
      if (found) return found;
    }
    return null;
  };
  const fieldOf = (node) => {
    for (let at = node; at && at.classList; at = at.parentElement) {
      const found = classOf(at, FIELD);
      if (found) return { client: found[1], session: found[2] || "", key: found[3], field: found[4] };
    }
    return null;
  };
  // A text on any other page of a client: by that page, and the name of its widget.
  const PAGE_FIELD = /^st-key-(.+-\d{1,4}-.+)$/;
  const wordsOf = (node) => {
    const client = new URLSearchParams(location.search).get("client") || "";
    const page = location.pathname.split("/").pop();
    if (!/^[0-9a-f]{32}$/.test(client) || !/^[a-z_]{1,40}$/.test(page) || !tab()) return null;
    if (node.getAttribute("role") === "combobox") return null;
    for (let at = node; at && at.classList; at = at.parentElement) {
      const found = classOf(at, PAGE_FIELD);
      if (found) return { client, page, field: found[1] };
    }
    return null;
  };
  const isText = (node) =>
    node instanceof HTMLTextAreaElement || (node instanceof HTMLInputElement && node.type === "text");
  const tab = () => {
    const desk = document.querySelector('[class*="st-key-desk-"]');
    const found = desk && classOf(desk, TAB);
    return found ? found[1] : "";
  };
  const say = (sentence, quiet) => {
    const place = document.querySelector('.st-key-draft_state [data-testid="stText"]');
    if (!place || !sentence) return;
    place.setAttribute("role", "status");
    place.classList.toggle("ministap-not-kept", !quiet);
    // The text node is React's own: only its words change, so that React can change them again.
    const node = document.createTreeWalker(place, NodeFilter.SHOW_TEXT).nextNode();
    if (node) node.nodeValue = sentence;
  };
  const put = (node, text) => {
    const kind = node instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(node, text);
    node.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const elementOf = (name) => {
    const [client, session, key, field] = name.split("/");
    const widget = session === "page" ? field : `session-${client}-${session}-${key}-${field}`;
    const box = document.querySelector(`.st-key-${widget}`);
    return box && box.querySelector("textarea, input");
  };

  const note = (node) => {
    if (!isText(node)) return;
    const found = fieldOf(node);
    const words = found ? null : wordsOf(node);
    if (!found && !words) return;
    pending.set(
      words
        ? `${words.client}/page/${words.page}/${words.field}`
        : `${found.client}/${found.session}/${found.key}/${found.field}`,
      node.value,
    );
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  };

  async function send(leaving) {
    if (!pending.size || (busy && !leaving)) return;
    clearTimeout(timer);
    const forms = new Map();
    for (const [name, text] of pending) {
      const [client, session, key, field] = name.split("/");
      const form = `${client}/${session}/${key}`;
      const body = session === "page" ? { client, page: key, words: {} } : { client, session, key, fields: {} };
      if (!forms.has(form)) forms.set(form, { ...body, tab: tab() });
      const held = forms.get(form);
      (held.words || held.fields)[field] = text;
    }
    busy = true;
    let later = 0;
    for (const [form, body] of forms) {
      const whole = JSON.stringify(body);
      try {
        const answer = await fetch("/concept", {
          method: "POST",
          headers: { "Content-Type": "application/json", Accept: "application/json" },
          body: whole,
          // A browser sends at most 64 kB for a page that is left.
          keepalive: Boolean(leaving) && whole.length < 60000,
        });
        if (answer.status === 401) {
          say(words && words.signed_out);
          lost = true;
          later = AGAIN;
          continue;
        }
        if (answer.status === 400 || answer.status === 413) {
          // It can never be kept like this, so it is not tried again; the words stay on the screen.
          say(words && words.not_kept);
          for (const field of Object.keys(body.words || body.fields)) pending.delete(`${form}/${field}`);
          continue;
        }
        const said = await answer.json();
        if (answer.status === 409 && body.tab !== tab()) {
          later = PAUSE; // the page was drawn anew meanwhile: try as the tab it is now
          continue;
        }
        say(said.said, answer.ok);
        if (!answer.ok && answer.status !== 409) lost = true;
        for (const [field, text] of Object.entries(body.words || body.fields)) {
          const name = `${form}/${field}`;
          if (answer.status === 503) {
            later = AGAIN;
          } else if (pending.get(name) === text) {
            pending.delete(name);
            const node = lost && answer.ok ? elementOf(name) : null;
            if (node && node.value !== text) put(node, text);
          }
        }
        if (answer.ok) lost = false;
      } catch {
        say(words && words.offline);
        lost = true;
        later = AGAIN;
      }
    }
    busy = false;
    if (pending.size) timer = setTimeout(send, later || PAUSE);
  }

  async function greet() {
    try {
      const answer = await fetch("/concept", { headers: { Accept: "application/json" } });
      if (answer.ok) words = await answer.json();
      else if (answer.status === 401 && words && !pending.size) location.reload();
    } catch {
      // Without a connection there is nothing to learn; the next sign of life tries again.
    }
  }

  // A digit chooses on the scale that has the focus; 1 and then 0 is ten.
  let one = { scale: null, at: 0 };
  const digit = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) return;
    const scale = event.target.closest && event.target.closest('[data-testid="stButtonGroup"]');
    if (!scale) return;
    const options = [...scale.querySelectorAll("button")];
    const named = (text) => options.find((option) => number(option) === text);
    const ten = event.key === "0" && one.scale === scale && Date.now() - one.at < 1500;
    const option = named(ten ? "10" : event.key);
    if (!option || !named("10")) return;
    event.preventDefault();
    one = event.key === "1" ? { scale, at: Date.now() } : { scale: null, at: 0 };
    option.focus();
    if (option.getAttribute("aria-checked") !== "true") option.click();
  };
  const number = (option) => (/(?:^|\D)(\d{1,2})$/.exec(option.textContent.trim()) || [])[1];

  const alive = () => {
    moved = Date.now();
    if (moved - told > ALIVE) {
      told = moved;
      greet();
    }
  };
  setInterval(() => {
    // Whoever left the room leaves no dossier on the screen: the door shows itself.
    if (words && Date.now() - moved > words.idle_seconds * 1000 && !pending.size) location.reload();
  }, 5000);

  // What was saved is said above the page: bring it into sight once, wherever the page stood.
  let flash = null;
  new MutationObserver(() => {
    const now = document.querySelector(".st-key-flash");
    if (now && now !== flash) now.scrollIntoView({ block: "center" });
    flash = now;
  }).observe(document.body, { childList: true, subtree: true });

  // A server that was started anew knows nothing of this page until someone taps, and would answer
  // that first tap with an older draft. So the page is drawn once as soon as it is back.
  let connected = true;
  new MutationObserver(() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const now = !app || app.dataset.testConnectionState === "CONNECTED";
    if (now && !connected) {
      const wake = document.querySelector(".st-key-wake button");
      if (wake) wake.click();
      send();
    }
    connected = now;
  }).observe(document.body, {
    attributes: true,
    attributeFilter: ["data-test-connection-state"],
    subtree: true,
  });

  document.addEventListener("input", (event) => note(event.target), true);
  document.addEventListener("focusout", () => send(), true);
  document.addEventListener("keydown", digit, true);
  for (const kind of ["keydown", "pointerdown", "wheel", "touchmove"]) {
    document.addEventListener(kind, alive, { capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send(true);
  });
  window.addEventListener("pagehide", () => send(true));
  window.addEventListener("online", () => send());
  window.addEventListener("beforeunload", (event) => {
    if (pending.size && lost) event.preventDefault();
  });
  greet();
})();
