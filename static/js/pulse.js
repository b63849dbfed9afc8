// An answer that did not arrive is not kept, and the page says so at once; it goes out by itself when the line is back.
(function () {
  "use strict";
  var AGAIN = 10000, unkept = new Set();
  function say() {
    var said = document.querySelector("#pulse-bar [data-pulse-said]");
    if (!said || !unkept.size) return;
    said.className = "usa-error-message";
    said.textContent = "Not kept: no connection. Stay on this page; " + (unkept.size === 1 ? "this answer goes" : unkept.size + " answers go") + " out once it is back.";
  }
  function pressed(event) { return event.target.closest && event.target.closest("section.promise[hx-post]"); }
  function missed(event) {
    var section = pressed(event);
    if (section) { unkept.add(section); say(); }
  }
  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach(function (name) { document.addEventListener(name, missed); });
  document.addEventListener("htmx:beforeOnLoad", function (event) {
    var section = pressed(event), status = event.detail.xhr.status;
    // Refused in words is said there, and comes in no other way by being sent again.
    if (section && (status < 300 || status === 422)) unkept.delete(section);
  });
  document.addEventListener("htmx:afterSettle", say);
  function sendAgain() { unkept.forEach(function (section) { section.dispatchEvent(new Event("change")); }); }
  window.addEventListener("online", sendAgain);
  window.setInterval(function () { if (navigator.onLine) sendAgain(); }, AGAIN);
  // What was pressed before anything listened; a second time it is the same answer.
  window.addEventListener("load", function () {
    document.querySelectorAll("section.promise[hx-post] input[type=radio]:checked").forEach(function (radio) {
      if (!radio.defaultChecked) radio.closest("section").dispatchEvent(new Event("change"));
    });
  });
  // All of it goes with the form.
  document.addEventListener("submit", function () { unkept.clear(); });
  window.addEventListener("beforeunload", function (event) { if (unkept.size) event.preventDefault(); });
})();
