// A visit is kept on this phone from the press of Save until the server says that it has it: without a network, or with
// one that fails, it goes out from whatever page is open later. Its key makes sending it twice harmless. It is kept
// under whoever is signed in: nobody else is shown it or sends it.
(() => {
  "use strict";
  const KEPT = "visit:", SAID = "visit said:", PATIENCE = 20000, AGAIN = 30000;
  const WAYS = { network: "No network. ", sign_in: "You are signed out. ", other: "Somebody else is signed in. ", server: "Our side does not answer. " };
  const who = document.body.dataset.who || "", here = location.pathname;
  const said = [];
  let blank = null, went = "", sending = false, going = false, leaving = false;

  // --- kept on this phone --------------------------------------------------------------------------
  function under(start) { return Object.keys(localStorage).filter((name) => name.startsWith(start)); }
  function nameOf(kept) { return KEPT + who + ":" + kept.key; }
  function mine() {
    if (!who) return [];
    const start = KEPT + who + ":";
    const all = under(start).map((name) => ({ key: name.slice(start.length), ...JSON.parse(localStorage.getItem(name)) }));
    return all.sort((one, other) => (one.at || 0) - (other.at || 0));
  }
  function put(kept) {
    try { localStorage.setItem(nameOf(kept), JSON.stringify(kept)); return true; } catch { return false; }
  }
  function drop(kept) { localStorage.removeItem(nameOf(kept)); }
  function field(kept, name) { return (kept.fields.find((one) => one[0] === name) || ["", ""])[1]; }
  // Also what `pathways.js` keeps of a form that was left is over: from now on it is kept here.
  function forgetDraft(kept) { sessionStorage.removeItem("typed:" + who + ":" + kept.address); }

  // --- sent -----------------------------------------------------------------------------------------
  function token() { return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]; }
  // `status` is 0 without an answer; a way elsewhere is the way to the sign-in, for a visit that arrived answers 201.
  async function send(kept) {
    const stop = new AbortController(), patience = setTimeout(() => stop.abort(), PATIENCE);
    const headers = { "X-CSRFToken": token(), "X-Typed-By": who };
    try {
      const answer = await fetch(kept.address, { method: "POST", redirect: "manual", signal: stop.signal, headers, body: new URLSearchParams(kept.fields) });
      const status = answer.type === "opaqueredirect" ? 302 : answer.status;
      return { status, text: await answer.text(), to: answer.headers.get("Location") };
    } catch {
      return { status: 0, text: "" };
    } finally {
      clearTimeout(patience);
    }
  }
  function page(text) { return new DOMParser().parseFromString(text, "text/html"); }
  function reasons(text) {
    const lines = page(text).querySelectorAll(".error-summary li, main .prose.panel");
    return Array.from(lines, (line) => line.textContent.trim()).join(" ") || "It can no longer be recorded.";
  }
  function isFinal(status) { return status >= 400 && status < 500 && ![408, 409, 429].includes(status); }
  // Send it, and keep what came of it.
  async function settle(kept) {
    const answer = await send(kept);
    went = { 0: "network", 302: "sign_in", 409: "other" }[answer.status] || (answer.status >= 400 && !isFinal(answer.status) ? "server" : "");
    if (answer.status === 201) drop(kept);
    else if (isFinal(answer.status)) put({ ...kept, refused: reasons(answer.text) });
    return answer;
  }
  async function sendAll() {
    const waiting = mine().filter((kept) => !kept.refused);
    if (sending || going || !waiting.length) return;
    sending = true;
    for (const kept of waiting) {
      const answer = await settle(kept);
      if (answer.status === 201) said.push(answer.text);
      if (went) break;
    }
    sending = false;
    tell();
  }

  // --- said -----------------------------------------------------------------------------------------
  function made(tag, look, ...inside) {
    const element = document.createElement(tag);
    element.className = look;
    element.append(...inside);
    return element;
  }
  function button(words, look, press) {
    const element = made("button", "usa-button usa-button--" + look, words);
    element.type = "button";
    element.addEventListener("click", press);
    return element;
  }
  function link(words, address) {
    const element = made("a", "usa-link", words);
    element.href = address;
    return element;
  }
  function alert(tone, ...inside) { return made("div", "usa-alert usa-alert--" + tone, made("div", "usa-alert__body", ...inside)); }
  function title(kept) {
    const day = field(kept, "when") === "other" ? field(kept, "on") : field(kept, "when");
    const words = /^\d{4}-\d\d-\d\d$/.test(day) ? " on " + new Date(day).toLocaleDateString("en-US", { timeZone: "UTC", month: "long", day: "numeric" }) : "";
    return "The visit to " + kept.name + words;
  }
  function isOpen(kept) {
    const form = document.querySelector("form[data-visit]");
    return form !== null && !form.hidden && form.elements.key.value === kept.key;
  }
  function forget(kept) {
    const open = isOpen(kept);
    drop(kept);
    forgetDraft(kept);
    if (open) location.replace(here); else tell();
  }
  function lines(kept) {
    const words = field(kept, "words"), open = isOpen(kept), parts = [];
    if (open) parts.push(title(kept) + " stays on this phone until it is saved.");
    else if (kept.refused) parts.push(title(kept) + " could not be saved. " + kept.refused);
    else parts.push(WAYS[went] + title(kept) + (went === "sign_in" || went === "other" ? " stays on this phone under your name. Sign in, and it goes out by itself." : " stays on this phone and goes out by itself."));
    const text = made("p", "usa-alert__text", ...parts), presses = made("p", "buttons");
    const all = [text];
    if (!open && words) all.push(made("details", "", made("summary", "", "What you wrote"), made("p", "prose", words)));
    if (kept.refused && !open) presses.append(link("Open it and correct it", kept.address + "#kept-" + kept.key));
    if (!kept.refused && (went === "sign_in" || went === "other")) presses.append(link("Sign in", "/accounts/login/?next=" + here));
    if (kept.refused || leaving) presses.append(button("Forget it", "unstyled", () => forget(kept)));
    if (presses.children.length) all.push(presses);
    return all;
  }
  function signOut() { document.querySelector("form[action$='/accounts/logout/']").requestSubmit(); }
  function tell() {
    const place = document.querySelector("[data-visits]"), form = document.querySelector("form[data-visit]"), left = mine();
    if (!place) return;
    const shown = left.filter((kept) => kept.refused || went || leaving).map((kept) => alert("warning", ...lines(kept)));
    const presses = made("p", "buttons");
    if (form && form.hidden && blank) presses.append(button("Record another visit", "outline", another));
    if (leaving && left.length) shown.push(alert("info", made("p", "usa-alert__text", "What waits stays on this phone under your name until you sign in here again."), made("p", "buttons", button("Sign out anyway", "outline", signOut))));
    place.replaceChildren(...said.map((words) => alert("success", made("p", "usa-alert__text", words))), ...shown, ...(presses.children.length ? [presses] : []));
  }
  function look() { document.querySelector("[data-visits]").focus(); }

  // --- the form -------------------------------------------------------------------------------------
  function dayNow(form) { return Date.parse(new Intl.DateTimeFormat("en-CA", { timeZone: form.dataset.zone }).format(new Date())) / 864e5; }
  // "Today" and "Yesterday" are days; on a page that was left open over midnight they are the days they name now.
  function draw(form) {
    const moved = dayNow(form) - (form.dataset.drawn || dayNow(form));
    form.dataset.drawn = dayNow(form);
    if (moved) form.querySelectorAll("[name=when]:not([value=other])").forEach((radio) => {
      radio.value = new Date(Date.parse(radio.value) + moved * 864e5).toISOString().slice(0, 10);
    });
  }
  function change(form, next) {
    draw(next);
    form.replaceWith(next);
  }
  function another() {
    const form = document.querySelector("form[data-visit]"), next = blank.cloneNode(true);
    next.elements.key.value = crypto.randomUUID();
    change(form, next);
    said.length = 0;
    tell();
    next.querySelector("input:checked").focus();
  }
  // The form as it came back, with what to mend.
  function show(text) {
    const form = document.querySelector("form[data-visit]"), next = page(text).querySelector("form[data-visit]");
    if (!form || !next) return false;
    change(form, document.adoptNode(next));
    tell();
    (next.querySelector("[data-focus]") || next).focus();
    return true;
  }
  function goOn(answer) {
    sessionStorage.setItem(SAID + who, answer.text);
    location.assign(answer.to);
  }
  async function submitted(form, kept) {
    going = true;
    form.querySelector("[type=submit]").textContent = "Saving…";
    const answer = await settle(kept);
    going = false;
    // What was typed while it went out is over as well.
    forgetDraft(kept);
    if (answer.status === 201) return goOn(answer);
    if (answer.status === 422 && show(answer.text)) return;
    form.hidden = true;
    tell();
    look();
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!who || event.defaultPrevented || !form.matches("form[data-visit]")) return;
    draw(form);
    const fields = Array.from(new FormData(form)).filter((one) => one[0] !== "csrfmiddlewaretoken");
    const kept = { key: form.elements.key.value, name: form.dataset.visit, address: here, fields, at: Date.now() };
    // A browser that keeps nothing sends the form itself.
    if (!going && !put(kept)) return;
    event.preventDefault();
    if (going) return;
    submitted(form, kept);
  });
  // What was refused, opened again by the link to it.
  async function openKept() {
    const kept = mine().find((one) => location.hash === "#kept-" + one.key && one.address === here);
    if (!kept) return;
    const answer = await settle(kept);
    if (answer.status === 201) goOn(answer);
    else if (answer.status !== 422 || !show(answer.text)) tell();
  }

  // --- when -----------------------------------------------------------------------------------------
  // Before whatever else signing out takes along.
  document.addEventListener("submit", (event) => {
    if (!/\/accounts\/logout\/$/.test(event.target.action) || leaving || !mine().length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    leaving = true;
    tell();
    look();
  }, true);
  window.addEventListener("online", sendAll);
  window.addEventListener("hashchange", openKept);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendAll(); });
  setInterval(() => { if (!document.hidden) sendAll(); }, AGAIN);

  const form = document.querySelector("form[data-visit]"), before = who && sessionStorage.getItem(SAID + who);
  if (form) {
    draw(form);
    blank = form.querySelector("[data-focus]") ? null : form.cloneNode(true);
    if (blank) blank.reset();
  }
  if (before) {
    said.push(before);
    sessionStorage.removeItem(SAID + who);
  }
  tell();
  openKept();
  sendAll();
  const waits = who ? 0 : under(KEPT).length;
  if (waits && here.startsWith("/accounts/login/")) {
    const words = waits === 1 ? "1 visit waits on this phone. It goes" : waits + " visits wait on this phone. They go";
    document.querySelector("[data-visits]").append(alert("info", made("p", "usa-alert__text", words + " out once whoever typed it signs in here.")));
  }
})();
