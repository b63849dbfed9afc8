// Small comforts. Every page works without this file.
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  // The menu of phones.
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-menu]");
    if (!button) return;
    var open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    document.getElementById(button.getAttribute("aria-controls")).classList.toggle("is-open", open);
  });
  document.addEventListener("keydown", function (event) {
    var button = document.querySelector("[data-menu][aria-expanded=true]");
    if (event.key === "Escape" && button) { button.click(); button.focus(); }
  });

  // Among segmented buttons a letter chooses what begins with it, as in a list that unfolds.
  document.addEventListener("keydown", function (event) {
    var group = event.target.closest(".seg");
    if (!group || event.key.length !== 1 || event.altKey || event.ctrlKey || event.metaKey) return;
    var label = Array.from(group.querySelectorAll("label")).find(function (one) {
      return one.textContent.toLowerCase().indexOf(event.key.toLowerCase()) === 0;
    });
    if (label) { label.control.focus(); label.control.click(); }
  });

  // In the table of the scope, arrows lead to the next cell that can be opened in their direction.
  var STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  document.addEventListener("keydown", function (event) {
    var step = STEPS[event.key], from = event.target.closest(".scope td");
    if (!step || !from || event.altKey || event.ctrlKey || event.metaKey) return;
    var at = from.getBoundingClientRect(), best = null, least = Infinity;
    from.closest("table").querySelectorAll("td").forEach(function (cell) {
      var to = cell.getBoundingClientRect(), opens = cell.querySelector("a, summary");
      var along = step[0] ? (step[0] > 0 ? to.left - at.right : at.left - to.right) : (step[1] > 0 ? to.top - at.bottom : at.top - to.bottom);
      var aside = step[0] ? Math.max(to.top - at.top, at.top - to.bottom + 1, 0) : Math.max(to.left - at.left, at.left - to.right + 1, 0);
      // What begins behind the edge of this one, and the least far off beside it.
      if (opens && along > -1 && along + 4 * aside < least) { best = opens; least = along + 4 * aside; }
    });
    if (best) { event.preventDefault(); best.focus(); }
  });

  // A form that came back with errors says so first.
  document.addEventListener("DOMContentLoaded", function () {
    var summary = document.querySelector("[data-focus]");
    if (summary) summary.focus();
  });

  // One press is one submission. The server promises it anyway; this spares people the second message.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-again")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(function () { delete form.dataset.sent; }, 4000);
  });
  // Back from the next page: the form may be sent again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // A page that saves before it is left: once something is chosen on it, a link saves first and then leads there. The
  // page's own buttons do so without this; only where neither can (the window is closed) does the browser ask.
  var unsaved = null;
  function choosing(event) {
    var form = event.target.closest("form[data-saves-first]");
    if (form && event.target.type !== "search") unsaved = form;
  }
  document.addEventListener("input", choosing);
  document.addEventListener("change", choosing);
  document.addEventListener("DOMContentLoaded", function () { unsaved = document.querySelector("form[data-saves-first][data-unsaved]"); });
  document.addEventListener("submit", function (event) { if (event.target === unsaved) unsaved = null; });
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href]");
    if (!unsaved || !link || link.target || link.origin !== location.origin || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    var button = document.createElement("button");
    button.name = "then";
    button.value = link.pathname + link.search + link.hash;
    button.hidden = true;
    unsaved.append(button);
    unsaved.requestSubmit(button);
    button.remove();
  });
  window.addEventListener("beforeunload", function (event) { if (unsaved) event.preventDefault(); });

  // A row that is saved where it is typed is saved when it is left, not at every digit of a date: until then somebody is
  // still typing. A button of the page saves all rows itself.
  document.addEventListener("input", function (event) {
    var row = event.target.closest("tr[data-row]");
    if (row) row.dataset.row = "typed";
  });
  document.addEventListener("focusout", function (event) {
    var row = event.target.closest("tr[data-row=typed]"), to = event.relatedTarget;
    if (!row || (to && (row.contains(to) || to.type === "submit"))) return;
    row.dataset.row = "";
    row.dispatchEvent(new Event("left"));
  });
  // Whoever is back in it before the answer came goes on typing there.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var row = event.target.closest && event.target.closest("tr[data-row=typed]");
    if (row && row.contains(document.activeElement)) event.detail.shouldSwap = false;
  });

  // Printing without an inline handler.
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });

  // What was typed and chosen survives an expired session, a lost connection or a link that was pressed: kept in this tab
  // until the form has arrived. Under the name of the person who is signed in: nobody is offered what another person
  // typed. A code, a password, a file and a tick by which somebody affirms what stands there are kept nowhere.
  var KEPT = "typed:";
  function here() { return KEPT + (document.body.dataset.who || "") + ":" + location.pathname; }
  var KEEP = "main form[method=post]:not([data-saves-first]) :is(textarea, select, input:not([type=hidden], [type=password], [type=file], [type=search], [type=submit], [type=button]))";
  function fields() {
    return Array.from(document.querySelectorAll(KEEP)).filter(function (field) {
      return field.name && !field.readOnly && !field.closest("[data-kept]") && field.autocomplete !== "one-time-code" && !/(consent|agreed|sure|early|seen)$/.test(field.name);
    });
  }
  function isTick(field) { return field.type === "radio" || field.type === "checkbox"; }
  // A field by its name; one of several ticks by name and value.
  function named(field) { return isTick(field) ? field.name + "=" + field.value : field.name; }
  function now(field) { return isTick(field) ? field.checked : field.value; }
  function before(field) {
    if (isTick(field)) return field.defaultChecked;
    if (field.options) return Array.from(field.options).reduce(function (first, option) { return option.defaultSelected ? option.value : first; }, field.options.length ? field.options[0].value : "");
    return field.defaultValue;
  }
  // With what was typed goes the day that stood beside it: a page that begins with today is of another day tomorrow.
  function typedIn(form) {
    var typed = {}, days = {};
    fields().forEach(function (field) {
      if (field.form !== form) return;
      if (now(field) !== before(field)) typed[named(field)] = now(field);
      else if (field.type === "date" && field.value) days[named(field)] = field.value;
    });
    return Object.keys(typed).length ? Object.assign(days, typed) : typed;
  }
  // `sent` is false while it is typed, true once its form was sent, and BACK when that met a refusal or the sign-in.
  var BACK = "back";
  function keptAt(key) { return JSON.parse(sessionStorage.getItem(key) || "null"); }
  function ofPerson(key) { return key.indexOf(KEPT) === 0 && key.indexOf(KEPT + ":") !== 0; }
  function turn(from, to) {
    Object.keys(sessionStorage).filter(ofPerson).forEach(function (key) {
      var kept = keptAt(key);
      if (kept.sent === from) sessionStorage.setItem(key, JSON.stringify({ sent: to, typed: kept.typed }));
    });
  }
  // What came back stands in this page, to be sent once more.
  function isRefusal() {
    return location.pathname.indexOf("/accounts/") !== 0 && document.querySelector("[data-focus], [data-keep-typed]") !== null;
  }
  function keep(form, sent) {
    var typed = typedIn(form), before = isRefusal() && keptAt(here());
    if (before) typed = Object.assign(before.typed, typed);
    // What is kept nowhere takes nothing away that was.
    if (!Object.keys(typed).length) return;
    try { sessionStorage.setItem(here(), JSON.stringify({ sent: sent, typed: typed })); } catch (full) { /* a comfort only */ }
  }
  document.addEventListener("input", function (event) {
    if (event.target.matches(KEEP)) keep(event.target.form, false);
  });
  document.addEventListener("submit", function (event) {
    if (!event.target.matches("main form[method=post]:not([data-saves-first])")) return;
    if (isRefusal() || event.target.closest("[data-kept]")) turn(BACK, true);
    keep(event.target, true);
  });
  // Signing out takes along what was typed; so does another person signing in.
  document.addEventListener("submit", function (event) {
    if (/\/accounts\/logout\/$/.test(event.target.action)) forgetOthers("");
  });
  function forgetOthers(who) {
    Object.keys(sessionStorage).forEach(function (key) {
      if (key.indexOf(KEPT) === 0 && (!who || key.indexOf(KEPT + who + ":") !== 0 && key.indexOf(KEPT + ":") !== 0)) sessionStorage.removeItem(key);
    });
  }
  function offer() {
    function putBack(field) {
      var value = kept.typed[named(field)], folded = field.closest("details");
      if (isTick(field)) field.checked = value; else field.value = value;
      if (folded) folded.open = true;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    var key = here();
    var kept = keptAt(key);
    // An address that signs in is typed anew, by whoever sits there now.
    if (!kept || location.pathname === "/accounts/login/") return;
    var lost = fields().filter(function (field) {
      return named(field) in kept.typed && kept.typed[named(field)] !== now(field);
    });
    // The server may have kept more of it: then its offer stands.
    if (!lost.length || document.querySelector("[data-focus], [data-kept]")) return;
    var box = document.createElement("div");
    box.className = "usa-alert usa-alert--info";
    box.innerHTML = '<div class="usa-alert__body"><p class="usa-alert__text">What you typed or chose here was not saved.</p><p class="buttons"><button type="button" class="usa-button">Put it back</button><button type="button" class="usa-button usa-button--outline">Forget it</button></p></div>';
    box.querySelectorAll("button")[0].addEventListener("click", function () {
      lost.forEach(putBack);
      box.remove();
      lost[0].focus();
    });
    box.querySelectorAll("button")[1].addEventListener("click", function () { sessionStorage.removeItem(key); box.remove(); });
    lost[0].form.before(box);
  }
  // A choice that is offered again reads as on the page it belongs to, not as the number it is sent as.
  function nameAgain() {
    document.querySelectorAll("[data-again]").forEach(function (line) {
      var named = '[name="' + CSS.escape(line.dataset.again) + '"]', valued = '[value="' + CSS.escape(line.dataset.value) + '"]';
      var option = document.querySelector("select" + named + " option" + valued);
      var radio = document.querySelector("input[type=radio]" + named + valued);
      var words = option ? option.text : radio && radio.labels.length ? radio.labels[0].textContent.trim() : "";
      if (!words) return;
      line.querySelector("span").textContent = words;
      line.hidden = false;
    });
  }
  document.addEventListener("DOMContentLoaded", function () {
    nameAgain();
    if (document.body.dataset.who) forgetOthers(document.body.dataset.who);
    if (location.pathname === "/accounts/login/" || isRefusal()) turn(true, BACK);
    // A page that is neither a refusal nor the way to sign in means that what was sent has arrived; the very same page
    // only when an answer led back to it, for it also comes again after a lost connection.
    var refused = document.querySelector("[data-focus], [data-keep-typed], .usa-alert--error") || location.pathname.indexOf("/accounts/") === 0;
    var ledBack = performance.getEntriesByType("navigation").some(function (way) { return way.redirectCount > 0; });
    if (!refused) Object.keys(sessionStorage).forEach(function (key) {
      if (key.indexOf(KEPT) === 0 && (key !== here() || ledBack) && keptAt(key).sent === true) sessionStorage.removeItem(key);
    });
    offer();
  });

  // Words left in a text that has a limit.
  function count(area) {
    var words = document.getElementById(area.id + "_count");
    if (!words) return;
    var left = area.dataset.most - area.value.length;
    var many = Math.abs(left) === 1 ? " character" : " characters";
    words.textContent = Math.abs(left).toLocaleString("en-US") + many + (left < 0 ? " too many" : " left");
  }
  // Words of an answer, counted as the server counts them.
  function countWords(area) {
    var hint = document.getElementById(area.id + "_helptext");
    if (hint) hint.textContent = area.value.split(/\s+/).filter(Boolean).length + " of at most " + area.dataset.words + " words.";
  }
  // A long list of boxes gets a field above it that leaves those whose names hold what is typed, and the ticked ones.
  var FEW = 12;
  function plain(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  function narrowed(list, number) {
    var boxes = Array.from(list.querySelectorAll(".usa-checkbox"));
    if (boxes.length <= FEW) return;
    var label = document.createElement("label"), field = document.createElement("input"), told = document.createElement("p");
    field.id = "narrow-" + number;
    field.type = "search";
    field.className = "usa-input";
    field.autocomplete = "off";
    label.htmlFor = field.id;
    label.className = "usa-label";
    label.textContent = list.dataset.narrow;
    told.className = "usa-hint";
    told.setAttribute("role", "status");
    function narrow() {
      var words = plain(field.value).split(/\s+/), left = 0;
      boxes.forEach(function (box) {
        var name = plain(box.textContent);
        var found = words.every(function (word) { return name.indexOf(word) >= 0; });
        box.hidden = !found && !box.querySelector("input").checked;
        if (found) left += 1;
      });
      told.textContent = left + " of " + boxes.length;
    }
    field.addEventListener("input", narrow);
    // Enter finds, and sends nothing.
    field.addEventListener("keydown", function (event) { if (event.key === "Enter") event.preventDefault(); });
    boxes[0].before(label, field, told);
    narrow();
    list.classList.add("is-long");
  }
  document.addEventListener("DOMContentLoaded", function () { document.querySelectorAll("[data-narrow]").forEach(narrowed); });
  document.addEventListener("input", function (event) {
    if (event.target.matches("textarea[data-most]")) count(event.target);
    if (event.target.matches("textarea[data-words]")) countWords(event.target);
  });
})();
