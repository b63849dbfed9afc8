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

  // Printing without an inline handler.
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });

  // Words left in a text that has a limit.
  function count(area) {
    var words = document.getElementById(area.id + "_count");
    if (!words) return;
    var left = area.maxLength - area.value.length;
    words.textContent = left + (left === 1 ? " character left" : " characters left");
  }
  document.addEventListener("input", function (event) {
    if (event.target.matches("textarea[maxlength]")) count(event.target);
  });
})();
